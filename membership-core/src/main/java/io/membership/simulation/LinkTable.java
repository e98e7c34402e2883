package io.membership.simulation;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Conditions of links: the most specific ones that are set hold. */
final class LinkTable {

	private final Map<InetSocketAddress, Map<InetSocketAddress, LinkConditions>> links = new HashMap<>();

	private final Map<InetSocketAddress, LinkConditions> outbound = new HashMap<>();

	private final Map<InetSocketAddress, LinkConditions> inbound = new HashMap<>();

	private LinkConditions general = LinkConditions.GOOD;

	LinkConditions general() {
		return this.general;
	}

	void general(LinkConditions conditions) {
		this.general = conditions;
	}

	void link(InetSocketAddress from, InetSocketAddress to, @Nullable LinkConditions conditions) {
		Map<InetSocketAddress, LinkConditions> destinations = this.links.computeIfAbsent(from,
				(key) -> new HashMap<>());
		set(destinations, to, conditions);
		if (destinations.isEmpty()) {
			this.links.remove(from);
		}
	}

	void outbound(InetSocketAddress from, @Nullable LinkConditions conditions) {
		set(this.outbound, from, conditions);
	}

	void inbound(InetSocketAddress to, @Nullable LinkConditions conditions) {
		set(this.inbound, to, conditions);
	}

	private static void set(Map<InetSocketAddress, LinkConditions> map, InetSocketAddress address,
			@Nullable LinkConditions conditions) {
		if (conditions != null) {
			map.put(address, conditions);
		}
		else {
			map.remove(address);
		}
	}

	LinkConditions find(InetSocketAddress from, InetSocketAddress to) {
		LinkConditions own = null;
		if (!this.links.isEmpty()) {
			Map<InetSocketAddress, LinkConditions> destinations = this.links.get(from);
			own = (destinations != null) ? destinations.get(to) : null;
		}
		if (own == null && !this.outbound.isEmpty()) {
			own = this.outbound.get(from);
		}
		if (own == null && !this.inbound.isEmpty()) {
			own = this.inbound.get(to);
		}
		return (own != null) ? own : this.general;
	}

}
