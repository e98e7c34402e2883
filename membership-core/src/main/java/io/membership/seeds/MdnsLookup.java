package io.membership.seeds;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one multicast query for the instances of a service, as Serf's agents do, from a
 * port of its own that receives the answers. (Serf's agents answer to the sender only;
 * asked from the port of multicast DNS, which several programs of a machine share, the
 * answer may reach another program.)
 */
final class MdnsLookup {

	private static final Logger logger = LoggerFactory.getLogger(MdnsLookup.class);

	private static final int PORT = 5353;

	private static final String GROUP_V4 = "224.0.0.251";

	private static final String GROUP_V6 = "ff02::fb";

	private static final int MAX_PACKET = 9000;

	/** A flood of answers ends here. */
	private static final int MAX_PACKETS = 4096;

	private static final long LOOKUP_MILLIS = 1000;

	private static final int QUIET_MILLIS = 100;

	private final String service;

	private final byte[] question;

	MdnsLookup(String service) {
		this.service = service;
		this.question = DnsMessage.question(0, service);
	}

	/**
	 * Asks, and gathers answers until none came for a moment. Blocks for up to a second.
	 * @param interfaces where to ask
	 * @throws IOException if the question could be sent nowhere
	 */
	Collection<InetSocketAddress> find(List<NetworkInterface> interfaces) throws IOException {
		Map<String, InetSocketAddress> found = new LinkedHashMap<>();
		try (MulticastSocket socket = new MulticastSocket(0)) {
			socket.setTimeToLive(255);
			send(socket, interfaces);
			long end = System.nanoTime() + LOOKUP_MILLIS * 1_000_000;
			byte[] buffer = new byte[MAX_PACKET];
			for (int i = 0; i < MAX_PACKETS; i++) {
				long left = (end - System.nanoTime()) / 1_000_000;
				if (left <= 0) {
					break;
				}
				socket.setSoTimeout((int) (found.isEmpty() ? left : Math.min(left, QUIET_MILLIS)));
				DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
				try {
					socket.receive(packet);
				}
				catch (SocketTimeoutException ex) {
					break;
				}
				read(DnsMessage.answer(buffer, packet.getLength()), packet.getAddress(), found);
			}
		}
		return found.values();
	}

	private void send(MulticastSocket socket, List<NetworkInterface> interfaces) throws IOException {
		IOException failure = null;
		boolean sent = false;
		byte[] asked = this.question.clone();
		int id = ThreadLocalRandom.current().nextInt(1, 0xffff);
		asked[0] = (byte) (id >> 8);
		asked[1] = (byte) id;
		for (NetworkInterface each : interfaces) {
			for (String group : groups(each)) {
				try {
					socket.setNetworkInterface(each);
					socket.send(new DatagramPacket(asked, asked.length, InetAddress.getByName(group), PORT));
					sent = true;
				}
				catch (IOException ex) {
					logger.atDebug()
						.addKeyValue("interface", each.getName())
						.addKeyValue("group", group)
						.addKeyValue("error", ex.getMessage())
						.log("A multicast question could not be sent");
					failure = ex;
				}
			}
		}
		if (!sent) {
			throw new IOException("Multicast does not work: "
					+ ((failure != null) ? failure.getMessage() : "no network interface for it"), failure);
		}
	}

	private static List<String> groups(NetworkInterface each) {
		List<String> groups = new ArrayList<>();
		each.inetAddresses().forEach((address) -> {
			String group = (address instanceof Inet4Address) ? GROUP_V4 : GROUP_V6;
			if (!groups.contains(group)) {
				groups.add(group);
			}
		});
		return groups;
	}

	private void read(DnsMessage answer, InetAddress sender, Map<String, InetSocketAddress> found) {
		String suffix = ("." + this.service).toLowerCase(Locale.ROOT);
		for (DnsMessage.Service each : answer.services()) {
			if (each.port() != 0 && each.instance().toLowerCase(Locale.ROOT).endsWith(suffix)) {
				found.put(each.instance(), new InetSocketAddress(address(each.host(), answer, sender), each.port()));
			}
		}
	}

	/**
	 * The first usable address, IPv4 rather than IPv6; else where the answer came from.
	 */
	private static InetAddress address(String host, DnsMessage answer, InetAddress sender) {
		InetAddress best = null;
		for (DnsMessage.Address each : answer.addresses()) {
			InetAddress address = each.address();
			boolean usable = each.host().equalsIgnoreCase(host) && !address.isAnyLocalAddress()
					&& !address.isMulticastAddress() && !address.isLinkLocalAddress();
			if (usable && (best == null || !(best instanceof Inet4Address) && address instanceof Inet4Address)) {
				best = address;
			}
		}
		return (best != null) ? best : sender;
	}

}
