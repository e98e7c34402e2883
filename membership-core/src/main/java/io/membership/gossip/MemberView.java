package io.membership.gossip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The membership as readers on other threads see it. The event loop puts immutable
 * members in and keeps counts; a reader rebuilds the lists, at most once per change. A
 * list is consistent for each member; two members in it may be from moments that differ
 * by a few microseconds.
 */
final class MemberView {

	private record Lists(long version, List<Member> present, List<Member> all) {
	}

	private final Map<String, Member> members = new ConcurrentHashMap<>();

	private final AtomicIntegerArray counts = new AtomicIntegerArray(MemberStatus.values().length);

	private final AtomicLong version = new AtomicLong();

	private volatile Lists lists = new Lists(0, List.of(), List.of());

	/** Adds or replaces a member. Called by the event loop only. */
	void put(Member member) {
		Member before = this.members.put(member.name(), member);
		if (before != null) {
			this.counts.decrementAndGet(before.status().ordinal());
		}
		this.counts.incrementAndGet(member.status().ordinal());
		this.version.incrementAndGet();
	}

	/** Removes a member. Called by the event loop only. */
	void remove(String name) {
		Member before = this.members.remove(name);
		if (before != null) {
			this.counts.decrementAndGet(before.status().ordinal());
		}
		this.version.incrementAndGet();
	}

	@Nullable Member get(String name) {
		return this.members.get(name);
	}

	List<Member> present() {
		return lists().present();
	}

	List<Member> all() {
		return lists().all();
	}

	int count(MemberStatus status) {
		return this.counts.get(status.ordinal());
	}

	private Lists lists() {
		Lists current = this.lists;
		// read first: a change while the lists are built makes the next reader rebuild
		long wanted = this.version.get();
		if (current.version() == wanted) {
			return current;
		}
		List<Member> present = new ArrayList<>();
		List<Member> all = new ArrayList<>();
		for (Member member : this.members.values()) {
			all.add(member);
			if (member.status().isPresent()) {
				present.add(member);
			}
		}
		Lists built = new Lists(wanted, List.copyOf(present), List.copyOf(all));
		this.lists = built;
		return built;
	}

}
