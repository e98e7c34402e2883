package io.membership.seeds;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.EnumMap;
import java.util.Map;

import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;

import org.jspecify.annotations.Nullable;

/** Tells by multicast DNS that this member is there, until it is closed. */
final class MdnsAnnouncement implements AutoCloseable {

	/** As Serf's agents have them. */
	private static final int PRIORITY = 10;

	/** As Serf's agents have them. */
	private static final int WEIGHT = 1;

	private static final int MAX_HOST = 50;

	private final JmDNS responder;

	private MdnsAnnouncement(JmDNS responder) {
		this.responder = responder;
	}

	/**
	 * Announces the member under a host name of its own, since another program may
	 * already announce the machine's name with other addresses. Blocks briefly.
	 */
	static MdnsAnnouncement start(String cluster, String node, InetSocketAddress advertised,
			@Nullable NetworkInterface where) throws IOException {
		String host = node.replaceAll("[^A-Za-z0-9-]", "-");
		JmDNS responder = JmDNS.create(address(advertised.getAddress(), where),
				host.substring(0, Math.min(host.length(), MAX_HOST)) + "-" + advertised.getPort());
		try {
			responder.registerService(service(cluster, node, advertised.getPort()));
			return new MdnsAnnouncement(responder);
		}
		catch (IOException | RuntimeException ex) {
			responder.close();
			throw ex;
		}
	}

	/**
	 * Names the parts of the service, because JmDNS takes a name with dots apart at the
	 * wrong place.
	 */
	private static ServiceInfo service(String cluster, String node, int port) {
		Map<ServiceInfo.Fields, String> name = new EnumMap<>(ServiceInfo.Fields.class);
		name.put(ServiceInfo.Fields.Domain, "local");
		name.put(ServiceInfo.Fields.Protocol, "tcp");
		name.put(ServiceInfo.Fields.Application, "serf_" + cluster);
		name.put(ServiceInfo.Fields.Instance, node);
		return ServiceInfo.create(name, port, WEIGHT, PRIORITY, false,
				Map.of("Serf '" + cluster + "' cluster", new byte[0]));
	}

	/** The address that is announced, and that tells on which network. */
	private static InetAddress address(InetAddress advertised, @Nullable NetworkInterface where) throws IOException {
		NetworkInterface own = NetworkInterface.getByInetAddress(advertised);
		if (own != null && (where == null || own.equals(where))) {
			return advertised;
		}
		if (where == null) {
			throw new IOException("no network interface has the advertised address " + advertised.getHostAddress()
					+ "; name the interface to announce on");
		}
		return where.inetAddresses()
			.filter((address) -> address.getClass() == advertised.getClass())
			.findFirst()
			.orElseThrow(() -> new IOException(
					"the interface " + where.getName() + " has no address like " + advertised.getHostAddress()));
	}

	@Override
	public void close() throws IOException {
		this.responder.close();
	}

}
