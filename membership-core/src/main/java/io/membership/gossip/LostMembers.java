package io.membership.gossip;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers the addresses of failed members until they return, leave or are forgotten, so
 * that the {@link Rejoiner} can look for them after a partition. Confined to the event
 * loop.
 */
final class LostMembers {

	/** How many are remembered; the longest lost are forgotten first. */
	private static final int MAX_LOST = 1024;

	/** How many the whole cluster contacts at one time, roughly. */
	private static final int PER_ROUND = 3;

	private final NodeContext context;

	private final MemberTable table;

	private final Map<String, InetSocketAddress> lost = new LinkedHashMap<>();

	LostMembers(NodeContext context, MemberTable table) {
		this.context = context;
		this.table = table;
	}

	/** Remembers a member that has failed; forgets one that has left. */
	void gone(NodeRecord node) {
		this.lost.remove(node.name);
		if (node.status == MemberStatus.FAILED) {
			this.lost.put(node.name, node.address);
			if (this.lost.size() > MAX_LOST) {
				this.lost.remove(this.lost.keySet().iterator().next());
			}
		}
	}

	/** Forgets a member that has returned or is no longer looked for. */
	void forget(String name) {
		this.lost.remove(name);
	}

	/**
	 * Draws a few of the lost members, so few that the members of the cluster together do
	 * not storm them.
	 */
	Set<InetSocketAddress> draw() {
		Set<InetSocketAddress> some = new LinkedHashSet<>();
		if (this.lost.isEmpty()) {
			return some;
		}
		List<InetSocketAddress> all = List.copyOf(this.lost.values());
		double share = (double) PER_ROUND * all.size() / this.table.clusterSize();
		int count = (int) share + ((this.context.runtime().random().nextDouble() < share - (int) share) ? 1 : 0);
		for (int i = 0; i < Math.min(count, PER_ROUND); i++) {
			some.add(all.get(this.context.runtime().random().nextInt(all.size())));
		}
		return some;
	}

}
