package io.membership.gossip;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

import io.membership.Addresses;
import io.membership.SafeText;
import io.membership.runtime.HostNetwork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks the address to advertise when none is configured and the member is bound to a
 * wildcard. In this order: the pod's address in Kubernetes ({@code POD_IP}), the source
 * address of the route to a seed, the one of the default route, a private address,
 * another global one, loopback. The address always has a family that the socket takes.
 * Never fails, so that a member also starts on a machine without a network.
 */
final class AddressPicker {

	private static final Logger logger = LoggerFactory.getLogger(AddressPicker.class);

	/**
	 * Addresses for documentation (RFC 5737, RFC 3849): only a default route leads there.
	 */
	private static final List<String> FAR_AWAY = List.of("192.0.2.1", "2001:db8::1");

	/** Interfaces that lead to containers and virtual machines on this host only. */
	private static final Pattern BRIDGE = Pattern
		.compile("(docker|br-|virbr|cni|podman|veth|lxc|lxdbr|flannel|cali|kube|vmnet|vboxnet|vEthernet).*");

	private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

	private final HostNetwork network;

	AddressPicker(HostNetwork network) {
		this.network = network;
	}

	/**
	 * Picks an address.
	 * @param bound the wildcard address that the member is bound to
	 * @param seeds resolved addresses of seeds, the preferred one first
	 * @return the address, and where it comes from in words
	 */
	Choice pick(InetAddress bound, Collection<InetSocketAddress> seeds) {
		boolean ipv4Only = bound instanceof Inet4Address;
		Choice choice = ofPod(ipv4Only);
		if (choice == null) {
			choice = ofRoutes(ipv4Only, seeds);
		}
		if (choice == null) {
			choice = ofDefaultRoute(ipv4Only);
		}
		return (choice != null) ? choice : ofInterfaces(ipv4Only);
	}

	private @Nullable Choice ofPod(boolean ipv4Only) {
		String text = this.network.podIp();
		if (text == null || text.isBlank()) {
			return null;
		}
		InetAddress address = literal(text.strip());
		if (address == null || !isFit(address, ipv4Only) || !this.network.isOwn(address)) {
			logger.atWarn()
				.addKeyValue("POD_IP", SafeText.of(text))
				.log("The environment variable POD_IP is '{}', which is no address of this machine that the member "
						+ "could tell others, so it is ignored", SafeText.of(text));
			return null;
		}
		return choice(address, "POD_IP");
	}

	private @Nullable Choice ofRoutes(boolean ipv4Only, Collection<InetSocketAddress> seeds) {
		for (InetSocketAddress seed : seeds) {
			InetAddress source = this.network.sourceTo(seed);
			if (source != null && isFit(source, ipv4Only)) {
				return choice(source, "the route to " + Addresses.format(seed));
			}
		}
		return null;
	}

	private @Nullable Choice ofDefaultRoute(boolean ipv4Only) {
		for (String far : FAR_AWAY) {
			InetAddress destination = literal(far);
			InetAddress source = (destination != null) ? this.network.sourceTo(new InetSocketAddress(destination, 9))
					: null;
			if (source != null && isFit(source, ipv4Only)) {
				return choice(source, "the default route");
			}
		}
		return null;
	}

	private Choice ofInterfaces(boolean ipv4Only) {
		return this.network.links()
			.stream()
			.sorted(Comparator.comparing((HostNetwork.Link link) -> BRIDGE.matcher(link.name()).matches())
				.thenComparing(HostNetwork.Link::index))
			.flatMap((link) -> link.addresses().stream())
			.filter((address) -> isFit(address, ipv4Only))
			.min(Comparator.comparingInt(AddressPicker::rank))
			.map((address) -> choice(address, "no route leads to a seed, and there is no default route"))
			.orElseGet(() -> ofLoopback(ipv4Only));
	}

	private Choice ofLoopback(boolean ipv4Only) {
		InetAddress loopback = this.network.links()
			.stream()
			.flatMap((link) -> link.addresses().stream())
			.filter((address) -> address.isLoopbackAddress() && (!ipv4Only || address instanceof Inet4Address))
			.min(Comparator.comparingInt(AddressPicker::rank))
			.orElseGet(InetAddress::getLoopbackAddress);
		logger.atWarn()
			.addKeyValue("address", loopback.getHostAddress())
			.log("This machine has no {}address but loopback: members on other machines cannot reach this one{}",
					ipv4Only ? "IPv4 " : "",
					ipv4Only ? ". Remove membership.bind-address, or set it to an address that the others reach" : "");
		return choice(loopback, "no other address");
	}

	private Choice choice(InetAddress address, String reason) {
		String link = this.network.linkOf(address);
		return new Choice(address, link.isEmpty() ? reason : link + ", " + reason);
	}

	/** Whether other machines may reach this one by an address. */
	private static boolean isFit(InetAddress address, boolean ipv4Only) {
		return !address.isAnyLocalAddress() && !address.isMulticastAddress() && !address.isLinkLocalAddress()
				&& !address.isLoopbackAddress() && (!ipv4Only || address instanceof Inet4Address);
	}

	private static int rank(InetAddress address) {
		if (address instanceof Inet4Address) {
			return address.isSiteLocalAddress() ? 0 : 1;
		}
		boolean uniqueLocal = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
		return uniqueLocal ? 2 : 3;
	}

	/** Parses an address without ever looking up a name. */
	static @Nullable InetAddress literal(String text) {
		if (!LITERAL.matcher(text).matches()) {
			return null;
		}
		try {
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	/**
	 * An address and its origin.
	 *
	 * @param address the address
	 * @param reason the interface that has it, and why it was picked
	 */
	record Choice(InetAddress address, String reason) {

	}

}
