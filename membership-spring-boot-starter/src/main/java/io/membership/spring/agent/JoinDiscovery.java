package io.membership.spring.agent;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.membership.gossip.SeedProvider;
import io.membership.seeds.CompositeSeedProvider;
import io.membership.seeds.MdnsDiscovery;
import org.jspecify.annotations.Nullable;

/**
 * All that is asked whom to join, of which multicast DNS also has to be told where this
 * member is, once it has started.
 */
public final class JoinDiscovery implements SeedProvider, AutoCloseable {

	private final SeedProvider all;

	private final @Nullable MdnsDiscovery mdns;

	/**
	 * Creates it.
	 * @param providers all but multicast DNS
	 * @param mdns multicast DNS, if that is wanted
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
