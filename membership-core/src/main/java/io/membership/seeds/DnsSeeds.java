package io.membership.seeds;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

import io.membership.Addresses;
import io.membership.SafeText;
import io.membership.gossip.SeedProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds members by DNS, with a new lookup at each attempt: all A and AAAA records of a
 * name, such as a headless service, or the hosts and ports of its SRV records.
 */
public final class DnsSeeds implements SeedProvider {

	private static final Logger logger = LoggerFactory.getLogger(DnsSeeds.class);

	private static final String SERVICE_PREFIX = "_gossip._tcp.";

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_.])?");

	private static final Pattern SERVER = Pattern
		.compile("[A-Za-z0-9][A-Za-z0-9.-]*(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");

	private final String name;

	private final int port;

	private final boolean service;

	private final DnsLookup lookup;

	DnsSeeds(String name, int port, boolean service, DnsLookup lookup) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException(
					"'" + SafeText.of(name) + "' is no name to look up; use one such as members.example.org");
		}
		if (port < 0 || port > 65535) {
			throw new IllegalArgumentException("The port " + port + " is out of range; use 0 to 65535");
		}
		this.name = name;
		this.port = port;
		this.service = service;
		this.lookup = lookup;
	}

	/**
	 * All addresses of a host name.
	 * @param name the name
	 * @param port the port that all of them have; 0 for that of this member
	 * @param servers name servers to ask, as host or host:port; empty for the system's
	 * @return a provider
	 * @throws IllegalArgumentException if the name, the port or a server is invalid
	 */
	public static DnsSeeds ofAddresses(String name, int port, List<String> servers) {
		return new DnsSeeds(name, port, false, client(servers));
	}

	/**
	 * Hosts and ports from SRV records.
	 * @param name the name, to which {@code _gossip._tcp.} is prepended unless it begins
	 * with an underscore
	 * @param servers name servers to ask, as host or host:port; empty for the system's
	 * @return a provider
	 * @throws IllegalArgumentException if the name or a server is invalid
	 */
	public static DnsSeeds ofServices(String name, List<String> servers) {
		return new DnsSeeds(name.startsWith("_") ? name : SERVICE_PREFIX + name, 0, true, client(servers));
	}

	@Override
	public List<String> seeds() throws IOException {
		List<String> seeds = new ArrayList<>();
		if (!this.service) {
			for (String address : this.lookup.addresses(this.name)) {
				seeds.add(join(address, this.port));
			}
			return seeds;
		}
		List<DnsLookup.Service> services = new ArrayList<>(this.lookup.services(this.name));
		services.sort(Comparator.comparingInt(DnsLookup.Service::priority));
		IOException failure = null;
		for (DnsLookup.Service each : services) {
			try {
				for (String address : this.lookup.addresses(each.host())) {
					seeds.add(join(address, each.port()));
				}
			}
			catch (IOException ex) {
				failure = ex;
				logger.atDebug()
					.addKeyValue("host", SafeText.of(each.host()))
					.addKeyValue("error", SafeText.of(ex.getMessage()))
					.log("A host of a service has no address");
			}
		}
		if (seeds.isEmpty() && failure != null) {
			throw new IOException(
					"No host of the service " + this.name + " has an address: " + SafeText.of(failure.getMessage()),
					failure);
		}
		return seeds;
	}

	private static DnsLookup client(List<String> servers) {
		for (String server : servers) {
			if (!SERVER.matcher(server).matches()) {
				throw new IllegalArgumentException(
						"'" + SafeText.of(server) + "' is no name server; use host, host:port or [v6]:port");
			}
		}
		return new JndiDns(servers);
	}

	private static String join(String address, int port) {
		if (port == 0) {
			return address;
		}
		return Addresses.format(address, port);
	}

}
