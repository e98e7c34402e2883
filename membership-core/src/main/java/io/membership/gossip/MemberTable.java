package io.membership.gossip;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;

/**
 * All nodes that this member knows, in the random order in which they are probed.
 * Confined to the event loop; readers on other threads use the {@link MemberView} that it
 * maintains.
 */
final class MemberTable {

	/** Gone members that are always kept, however small the cluster is. */
	private static final int MIN_GONE_KEPT = 256;

	private final String self;

	private final NodeRuntime runtime;

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

	MemberTable(String self, NodeRuntime runtime, MemberView view) {
		this.self = self;
		this.runtime = runtime;
		this.view = view;
	}

	@Nullable NodeRecord get(String name) {
		return this.byName.get(name);
	}

	int size() {
		return this.order.size();
	}

	/** Alive and suspected nodes, with the local one. */
	int presentCount() {
		return this.present;
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
	 * Adds a node at a random position of the probe order, so that nobody is probed by
	 * everybody at the same time.
	 */
	void add(NodeRecord node) {
		this.byName.put(node.name, node);
		this.order.add(node);
		node.index = this.order.size() - 1;
		swap(node.index, this.runtime.random().nextInt(this.order.size()));
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

	void changeAddress(NodeRecord node, java.net.InetSocketAddress address) {
		forgetAddress(node);
		node.address = address;
		this.addresses.merge(address.getAddress(), 1, Integer::sum);
	}

	/**
	 * Makes a change of a node visible to readers; {@code before} is its former status.
	 */
	Member publish(NodeRecord node, MemberStatus before) {
		if (before.isPresent() != node.status.isPresent()) {
			this.present += node.status.isPresent() ? 1 : -1;
			if (!node.status.isPresent() && !node.name.equals(this.self)) {
				this.gone.add(node);
			}
		}
		Member member = node.toMember();
		this.view.put(member);
		return member;
	}

	/**
	 * Drops the longest gone nodes when there are far more of them than present ones, but
	 * none that has been gone for less than a time.
	 */
	List<NodeRecord> trimGone(long now, long youngestNanos) {
		return trimGone(now, youngestNanos, Math.max(MIN_GONE_KEPT, 2 * this.present));
	}

	/**
	 * Drops the longest gone nodes until a number of them is left, but none that has been
	 * gone for less than a time. Looks only at those that it drops.
	 */
	List<NodeRecord> trimGone(long now, long youngestNanos, int limit) {
		List<NodeRecord> dropped = new ArrayList<>();
		while (this.gone.size() > limit) {
			NodeRecord oldest = this.gone.peek();
			boolean stillGone = this.byName.get(oldest.name) == oldest && !oldest.status.isPresent();
			if (stillGone && now - oldest.statusChangedNanos < youngestNanos) {
				break;
			}
			this.gone.poll();
			if (stillGone && !this.gone.contains(oldest)) {
				remove(oldest);
				dropped.add(oldest);
			}
		}
		return dropped;
	}

	/** Removes the nodes that have been gone for longer than a time. */
	List<NodeRecord> removeGone(long now, long olderThanNanos) {
		List<NodeRecord> expired = this.order.stream()
			.filter((node) -> !node.status.isPresent() && !node.name.equals(this.self)
					&& now - node.statusChangedNanos > olderThanNanos)
			.toList();
		expired.forEach(this::remove);
		this.gone.removeIf((node) -> node.status.isPresent() || this.byName.get(node.name) != node);
		return expired;
	}

	void shuffle() {
		for (int i = this.order.size() - 1; i > 0; i--) {
			swap(i, this.runtime.random().nextInt(i + 1));
		}
	}

	/**
	 * Up to k different random nodes that fulfil a condition. A small table is searched
	 * whole; a large one is sampled first, and searched only when that finds too few, so
	 * that no candidate is ever missed.
	 */
	List<NodeRecord> random(int k, Predicate<NodeRecord> condition) {
		int n = this.order.size();
		List<NodeRecord> chosen = new ArrayList<>(Math.min(k, n));
		if (n <= 3 * k) {
			List<NodeRecord> copy = new ArrayList<>(this.order);
			for (int i = 0; i < n && chosen.size() < k; i++) {
				Collections.swap(copy, i, i + this.runtime.random().nextInt(n - i));
				if (condition.test(copy.get(i))) {
					chosen.add(copy.get(i));
				}
			}
			return chosen;
		}
		for (int i = 0; i < 3 * k && chosen.size() < k; i++) {
			addIfWanted(this.order.get(this.runtime.random().nextInt(n)), condition, chosen);
		}
		int start = (chosen.size() < k) ? this.runtime.random().nextInt(n) : 0;
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
