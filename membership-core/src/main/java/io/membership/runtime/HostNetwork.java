package io.membership.runtime;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The network of this machine, as far as the choice of an address depends on it. Its
 * methods look at the present state and send nothing. They may take some milliseconds.
 */
public interface HostNetwork {

	/** A network without interfaces and routes. */
	HostNetwork NONE = new HostNetwork() {

		@Override
		public List<Link> links() {
			return List.of();
		}

		@Override
		public @Nullable InetAddress sourceTo(InetSocketAddress destination) {
			return null;
		}

		@Override
		public @Nullable String podIp() {
			return null;
		}

	};

	/**
	 * Returns the interfaces that are up.
	 * @return the interfaces, in any order
	 */
	List<Link> links();

	/**
	 * Returns the address from which packets to a destination leave this machine.
	 * @param destination a resolved address
	 * @return the address, or {@code null} if no route leads there
	 */
	@Nullable InetAddress sourceTo(InetSocketAddress destination);

	/**
	 * Returns the environment variable {@code POD_IP}, which tells a pod of Kubernetes
	 * its address.
	 * @return the value, or {@code null} if it is not set
	 */
	@Nullable String podIp();

	/**
	 * Returns whether an address is one of this machine's own.
	 * @param address any address
	 * @return whether packets to it stay on this machine
	 */
	default boolean isOwn(InetAddress address) {
		return address.isLoopbackAddress() || address.isAnyLocalAddress()
				|| links().stream().anyMatch((link) -> link.addresses().contains(address));
	}

	/**
	 * Returns the name of the interface that has an address.
	 * @param address an address of this machine
	 * @return the name, or an empty text
	 */
	default String linkOf(InetAddress address) {
		return links().stream()
			.filter((link) -> link.addresses().contains(address))
			.map(Link::name)
			.findFirst()
			.orElse("");
	}

	/**
	 * A network interface that is up.
	 *
	 * @param name its name, such as {@code eth0}
	 * @param index its index; the kernel numbers interfaces in the order of their
	 * creation
	 * @param addresses its addresses
	 */
	record Link(String name, int index, List<InetAddress> addresses) {

	}

}
