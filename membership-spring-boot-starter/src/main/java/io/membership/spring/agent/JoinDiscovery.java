package io.membership.spring.agent;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.membership.gossip.SeedProvider;
import io.membership.seeds.CompositeSeedProvider;
import io.membership.seeds.MdnsDiscovery;
import org.jspecify.annotations.Nullable;

/**
 * Combines all providers of members to join. Multicast DNS also needs this member's
 * address, once the member has started.
 */
public final class JoinDiscovery implements SeedProvider, AutoCloseable {

	private final SeedProvider all;

	private final @Nullable MdnsDiscovery mdns;

	/**
	 * Creates the discovery.
	 * @param providers all providers except multicast DNS
	 * @param mdns multicast DNS, if enabled
	 */
	public JoinDiscovery(List<? extends SeedProvider> providers, @Nullable MdnsDiscovery mdns) {
		List<SeedProvider> parts = new ArrayList<>(providers);
		if (mdns != null) {
			parts.add(mdns);
		}
		this.all = (parts.size() == 1) ? parts.get(0) : new CompositeSeedProvider(parts);
		this.mdns = mdns;
	}

	@Override
	public List<String> seeds() throws Exception {
		return this.all.seeds();
	}

	void announce(String name, InetSocketAddress advertised) {
		if (this.mdns != null) {
			this.mdns.announce(name, advertised);
		}
	}

	@Override
	public void close() {
		if (this.mdns != null) {
			this.mdns.close();
		}
	}

}
