package io.membership.gossip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * All nodes that this member knows, in the random order in which it probes them, and the
 * limits on how many gone ones it remembers. Confined to the event loop; readers on other
 * threads use the {@link MemberView} that it maintains.
 */
final class MemberTable {

	/** Gone members that are always kept, however small the cluster is. */
	private static final int MIN_GONE_KEPT = 256;

	private final NodeContext context;

	private final MemberView view;

	private final Map<String, NodeRecord> byName = new HashMap<>();

	private final List<NodeRecord> order = new ArrayList<>();

	/** How many known nodes have an IP address. */
	private final Map<InetAddress, Integer> addresses = new HashMap<>();

	/**
	 * Failed and left nodes, the longest gone first; may hold some that have returned.
	 */
	private final Deque<NodeRecord> gone = new ArrayDeque<>();

	private int present;

	MemberTable(NodeContext context, MemberView view) {
		this.context = context;
		this.view = view;
	}

	@Nullable NodeRecord get(String name) {
		return this.byName.get(name);
	}

	int size() {
		return this.order.size();
	}

	/** Returns the number of alive and suspected nodes, with the local one. */
	int presentCount() {
		return this.present;
	}

	/** Returns the number of present nodes, at least one, as all formulas use it. */
	int clusterSize() {
		return Math.max(1, this.present);
	}

	Set<InetSocketAddress> presentAddresses() {
		Set<InetSocketAddress> present = new HashSet<>();
		for (NodeRecord node : this.order) {
			if (node.status.isPresent()) {
				present.add(node.address);
			}
		}
		return present;
	}

	NodeRecord at(int index) {
		return this.order.get(index);
	}

	Collection<NodeRecord> all() {
		return Collections.unmodifiableList(this.order);
	}

	boolean knowsAddress(InetAddress address) {
		return this.addresses.containsKey(address);
	}

	/**
	 * Adds a node at a random position of the probe order, so that the members do not all
	 * probe the same one at the same time.
	 */
	void add(NodeRecord node) {
		this.byName.put(node.name, node);
		this.order.add(node);
		node.index = this.order.size() - 1;
		swap(node.index, this.context.runtime().random().nextInt(this.order.size()));
		this.addresses.merge(node.address.getAddress(), 1, Integer::sum);
	}

	void remove(NodeRecord node) {
		this.byName.remove(node.name);
		int last = this.order.size() - 1;
		swap(node.index, last);
		this.order.remove(last);
		forgetAddress(node);
		if (node.status.isPresent()) {
			this.present--;
		}
		this.view.remove(node.name);
	}

	void changeAddress(NodeRecord node, InetSocketAddress address) {
		forgetAddress(node);
		node.address = address;
		this.addresses.merge(address.getAddress(), 1, Integer::sum);
	}

	/**
	 * Makes a change of a node visible to readers.
	 * @param before its former status
	 * @return the node after the change
	 */
	Member publish(NodeRecord node, MemberStatus before) {
		if (before.isPresent() != node.status.isPresent()) {
			this.present += node.status.isPresent() ? 1 : -1;
			if (!node.status.isPresent() && !this.context.isSelf(node.name)) {
				this.gone.add(node);
			}
		}
		Member member = node.toMember();
		this.view.put(member);
		return member;
	}

	/**
	 * Makes room for one more node, at the cost of the longest gone ones.
	 * @return whether there is room
	 */
	boolean makeRoom() {
		int max = this.context.config().members().max();
		if (size() >= max) {
			// in a flood this happens for every message, so it must not search the table
			trimGone(0);
		}
		return size() < max;
	}

	/**
	 * Drops the longest gone nodes when there are far more of them than present ones, but
	 * none that is still gossiped to.
	 */
	void trimGone() {
		trimGone(Math.max(MIN_GONE_KEPT, 2 * this.present));
	}

	/**
	 * Drops the longest gone nodes down to a limit. Looks only at those that it drops.
	 */
	private void trimGone(int limit) {
		long now = this.context.now();
		long youngestNanos = this.context.config().gossip().toTheDeadTime().toNanos();
		while (this.gone.size() > limit) {
			NodeRecord oldest = this.gone.peek();
			boolean stillGone = this.byName.get(oldest.name) == oldest && !oldest.status.isPresent();
			if (stillGone && now - oldest.statusChangedNanos < youngestNanos) {
				break;
			}
			this.gone.poll();
			if (stillGone && !this.gone.contains(oldest)) {
				remove(oldest);
			}
		}
	}

	/** Drops the nodes that have been gone for longer than they are remembered. */
	void purge() {
		long now = this.context.now();
		Duration retention = this.context.config().members().deadMemberRetention();
		Duration gossiped = this.context.config().gossip().toTheDeadTime();
		long olderThanNanos = ((retention.compareTo(gossiped) > 0) ? retention : gossiped).toNanos();
		List<NodeRecord> expired = this.order.stream()
			.filter((node) -> !node.status.isPresent() && !this.context.isSelf(node.name)
					&& now - node.statusChangedNanos > olderThanNanos)
			.toList();
		expired.forEach(this::remove);
		this.gone.removeIf((node) -> node.status.isPresent() || this.byName.get(node.name) != node);
	}

	/** Shuffles the probe order. */
	void shuffle() {
		for (int i = this.order.size() - 1; i > 0; i--) {
			swap(i, this.context.runtime().random().nextInt(i + 1));
		}
	}

	/**
	 * Draws up to k different random nodes that fulfil a condition. A small table is
	 * searched completely; a large one is sampled first, and searched only if that finds
	 * too few, so that no candidate is ever missed.
	 */
	List<NodeRecord> random(int k, Predicate<NodeRecord> condition) {
		int n = this.order.size();
		List<NodeRecord> chosen = new ArrayList<>(Math.min(k, n));
		if (n <= 3 * k) {
			List<NodeRecord> copy = new ArrayList<>(this.order);
			for (int i = 0; i < n && chosen.size() < k; i++) {
				Collections.swap(copy, i, i + this.context.runtime().random().nextInt(n - i));
				if (condition.test(copy.get(i))) {
					chosen.add(copy.get(i));
				}
			}
			return chosen;
		}
		for (int i = 0; i < 3 * k && chosen.size() < k; i++) {
			addIfWanted(this.order.get(this.context.runtime().random().nextInt(n)), condition, chosen);
		}
		int start = (chosen.size() < k) ? this.context.runtime().random().nextInt(n) : 0;
		for (int i = 0; i < n && chosen.size() < k; i++) {
			addIfWanted(this.order.get((start + i) % n), condition, chosen);
		}
		return chosen;
	}

	private static void addIfWanted(NodeRecord node, Predicate<NodeRecord> condition, List<NodeRecord> chosen) {
		if (condition.test(node) && !chosen.contains(node)) {
			chosen.add(node);
		}
	}

	private void forgetAddress(NodeRecord node) {
		this.addresses.computeIfPresent(node.address.getAddress(), (key, count) -> (count > 1) ? count - 1 : null);
	}

	private void swap(int i, int j) {
		Collections.swap(this.order, i, j);
		this.order.get(i).index = i;
		this.order.get(j).index = j;
	}

}
