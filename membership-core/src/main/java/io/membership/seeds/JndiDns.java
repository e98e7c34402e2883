package io.membership.seeds;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

import io.membership.SafeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The JDK's own DNS client, which knows also service records. Attributes are read as
 * text; nothing that a name server says is ever loaded as an object. With name servers of
 * its own it asks only those; without, addresses come from the system's resolver, so that
 * its files and search domains count.
 */
final class JndiDns implements DnsLookup {

	/** Per server; doubled with the second and last try. */
	private static final String TIMEOUT_MILLIS = "1000";

	private static final String TRIES = "2";

	private static final Logger logger = LoggerFactory.getLogger(JndiDns.class);

	private final List<String> servers;

	private final AtomicBoolean told = new AtomicBoolean();

	JndiDns(List<String> servers) {
		this.servers = List.copyOf(servers);
	}

	@Override
	public List<String> addresses(String host) throws IOException {
		List<String> addresses = new ArrayList<>();
		if (this.servers.isEmpty()) {
			for (InetAddress address : InetAddress.getAllByName(host)) {
				addresses.add(address.getHostAddress());
			}
			return addresses;
		}
		IOException failure = null;
		for (String type : List.of("A", "AAAA")) {
			try {
				addresses.addAll(records(host, type));
			}
			catch (IOException ex) {
				// some servers refuse one of the types, or do not answer
				failure = (failure != null) ? failure : ex;
			}
		}
		if (failure != null) {
			if (addresses.isEmpty()) {
				throw failure;
			}
			tell(host, addresses, failure);
		}
		return addresses;
	}

	/** Tells once that one half of an answer is missing. */
	private void tell(String host, List<String> addresses, IOException failure) {
		logger.atLevel(this.told.getAndSet(true) ? Level.DEBUG : Level.INFO)
			.addKeyValue("host", SafeText.of(host))
			.addKeyValue("found", addresses.size())
			.addKeyValue("error", SafeText.of(failure.getMessage()))
			.log("The name server has {} addresses of {}, but does not answer in full: {}", addresses.size(),
					SafeText.of(host), SafeText.of(failure.getMessage()));
	}

	@Override
	public List<Service> services(String name) throws IOException {
		List<Service> services = new ArrayList<>();
		for (String text : records(name, "SRV")) {
			String[] fields = text.split(" ", -1);
			try {
				String host = fields[3].replaceFirst("\\.$", "");
				if (!host.isEmpty()) {
					services.add(new Service(host, Integer.parseInt(fields[2]), Integer.parseInt(fields[0])));
				}
			}
			catch (NumberFormatException | ArrayIndexOutOfBoundsException ex) {
				throw new IOException("No service record: " + SafeText.of(text), ex);
			}
		}
		return services;
	}

	/**
	 * Records of one type; a name that does not exist has none. Naming services are
	 * dangerous where they hold objects; the DNS one holds none, and it is named here by
	 * its class, so that no name can select another.
	 */
	@SuppressWarnings({ "BanJNDI", "JdkObsolete" })
	private List<String> records(String name, String type) throws IOException {
		Hashtable<String, String> settings = new Hashtable<>();
		settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
		settings.put(Context.PROVIDER_URL, this.servers.isEmpty() ? "dns:"
				: this.servers.stream().map((server) -> "dns://" + server).collect(Collectors.joining(" ")));
		settings.put("com.sun.jndi.dns.timeout.initial", TIMEOUT_MILLIS);
		settings.put("com.sun.jndi.dns.timeout.retries", TRIES);
		List<String> records = new ArrayList<>();
		try {
			DirContext dns = new InitialDirContext(settings);
			try {
				Attribute attribute = dns.getAttributes(name, new String[] { type }).get(type);
				if (attribute == null) {
					return records;
				}
				NamingEnumeration<?> values = attribute.getAll();
				while (values.hasMore()) {
					records.add(String.valueOf(values.next()));
				}
			}
			finally {
				dns.close();
			}
		}
		catch (NameNotFoundException ex) {
			return List.of();
		}
		catch (NamingException ex) {
			throw new IOException(type + " records of " + name + ": " + SafeText.of(ex.toString()), ex);
		}
		return records;
	}

}
