package io.membership.simulation;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reachability: one-way cuts, and a partition into groups that may overlap. */
final class Topology {

	/** Group of the addresses that the partition does not name. */
	private static final long THE_REST = 1;

	private final Map<InetSocketAddress, Set<InetSocketAddress>> cuts = new HashMap<>();

	private final Map<InetSocketAddress, Long> groups = new HashMap<>();

	void cut(InetSocketAddress from, InetSocketAddress to) {
		this.cuts.computeIfAbsent(from, (key) -> new HashSet<>()).add(to);
	}

	void restore(InetSocketAddress from, InetSocketAddress to) {
		Set<InetSocketAddress> destinations = this.cuts.get(from);
		if (destinations != null && destinations.remove(to) && destinations.isEmpty()) {
			this.cuts.remove(from);
		}
	}

	void partition(List<? extends Collection<InetSocketAddress>> partition) {
		if (partition.size() >= Long.SIZE) {
			throw new IllegalArgumentException("a partition has at most 63 groups, but there are " + partition.size());
		}
		this.groups.clear();
		long group = THE_REST;
		for (Collection<InetSocketAddress> members : partition) {
			group <<= 1;
			for (InetSocketAddress member : members) {
				this.groups.merge(member, group, (one, other) -> one | other);
			}
		}
	}

	void heal() {
		this.cuts.clear();
		this.groups.clear();
	}

	boolean connects(InetSocketAddress from, InetSocketAddress to) {
		if (!this.cuts.isEmpty()) {
			Set<InetSocketAddress> destinations = this.cuts.get(from);
			if (destinations != null && destinations.contains(to)) {
				return false;
			}
		}
		return this.groups.isEmpty() || (groupsOf(from) & groupsOf(to)) != 0;
	}

	private long groupsOf(InetSocketAddress address) {
		return this.groups.getOrDefault(address, THE_REST);
	}

}
