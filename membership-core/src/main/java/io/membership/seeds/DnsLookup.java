package io.membership.seeds;

import java.io.IOException;
import java.util.List;

/** Asks a name server. Calls block. */
interface DnsLookup {

	/**
	 * A host that offers a service.
	 *
	 * @param host its name, without a dot at the end
	 * @param port the port
	 * @param priority lower ones are to be preferred
	 */
	record Service(String host, int port, int priority) {
	}

	/** Addresses of a host, as literals. */
	List<String> addresses(String host) throws IOException;

	/** Returns the hosts and ports of a service. */
	List<Service> services(String name) throws IOException;

}
