package io.membership.cluster;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The members as readers on other threads see them. Thread-safe; only the event loop
 * writes.
 */
final class ClusterView {

	private final Map<String, ClusterMember> members = new ConcurrentHashMap<>();

	void put(ClusterMember member) {
		this.members.put(member.name(), member);
	}

	void remove(String name) {
		this.members.remove(name);
	}

	@Nullable ClusterMember get(String name) {
		return this.members.get(name);
	}

	/** Returns the members in no particular order. */
	Collection<ClusterMember> all() {
		return this.members.values();
	}

	/** Returns the members sorted by name. */
	List<ClusterMember> sorted() {
		return this.members.values().stream().sorted(Comparator.comparing(ClusterMember::name)).toList();
	}

	int count(MemberState state) {
		return (int) this.members.values().stream().filter((member) -> member.state() == state).count();
	}

}
