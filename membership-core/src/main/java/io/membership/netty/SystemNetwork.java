package io.membership.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.List;

import io.membership.runtime.HostNetwork;
import org.jspecify.annotations.Nullable;

/** The network of the machine that this JVM runs on. */
final class SystemNetwork implements HostNetwork {

	/** UDP does not send to a port of 0; the value has no other meaning here. */
	private static final int DISCARD = 9;

	@Override
	public List<Link> links() {
		try {
			return NetworkInterface.networkInterfaces().filter(SystemNetwork::isUp).map(SystemNetwork::link).toList();
		}
		catch (SocketException ex) {
			return List.of();
		}
	}

	@Override
	public boolean isOwn(InetAddress address) {
		try {
			return address.isLoopbackAddress() || address.isAnyLocalAddress()
					|| NetworkInterface.getByInetAddress(address) != null;
		}
		catch (SocketException ex) {
			return false;
		}
	}

	@Override
	public @Nullable InetAddress sourceTo(InetSocketAddress destination) {
		int port = (destination.getPort() != 0) ? destination.getPort() : DISCARD;
		// to connect a UDP socket chooses the route and sends nothing
		try (DatagramChannel channel = DatagramChannel.open()) {
			channel.connect(new InetSocketAddress(destination.getAddress(), port));
			return (channel.getLocalAddress() instanceof InetSocketAddress local) ? local.getAddress() : null;
		}
		catch (IOException | RuntimeException ex) {
			// the JDK also throws unchecked ones, such as for a family that it lacks
			return null;
		}
	}

	@Override
	public @Nullable String podIp() {
		return System.getenv("POD_IP");
	}

	private static boolean isUp(NetworkInterface nic) {
		try {
			return nic.isUp();
		}
		catch (SocketException ex) {
			return false;
		}
	}

	private static Link link(NetworkInterface nic) {
		return new Link(nic.getName(), nic.getIndex(), nic.inetAddresses().toList());
	}

	/** Returns whether the kernel and the JVM have sockets of IPv6. */
	static boolean hasIpv6() {
		try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6)) {
			channel.bind(new InetSocketAddress("::", 0));
			return true;
		}
		catch (IOException | RuntimeException ex) {
			return false;
		}
	}

}
