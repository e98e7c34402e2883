package io.membership.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Decides which user events or queries are new. Confined to the event loop.
 * <p>
 * Gossip delivers a message many times and in any order. As in Serf, a ring with one slot
 * for each of the latest Lamport times remembers the entries of that time. An entry older
 * than the ring cannot be distinguished from a repetition and is dropped. A new entry
 * replaces the contents of a slot that holds an earlier time.
 * <p>
 * The entries of all slots share a budget of bytes. When it is used up, the earliest
 * slots are dropped in favour of a later entry, and their times count as old from then
 * on: a flood shortens the ring, but later messages still get through.
 *
 * @param <K> identifies an entry among those of the same time; must have value equality
 * @param <E> the entries
 */
final class LamportBuffer<K, E> {

	/** Number of slots in Serf, for events and for queries. */
	static final int DEFAULT_SIZE = 512;

	/**
	 * Most entries of one slot. Several members may choose the same time at the same
	 * moment; a thousand that do so are an attack on the memory.
	 */
	static final int MAX_PER_SLOT = 1024;

	/**
	 * Budget in bytes for all entries. Far more than a cluster sends within 512 times,
	 * and, as a push/pull carries all of it, far below the limit of a push/pull.
	 */
	static final long MAX_BYTES = 8 * 1024 * 1024;

	/** Estimated overhead of an entry in bytes. */
	private static final int ENTRY_BYTES = 256;

	/** How to handle an entry. */
	enum Verdict {

		/** Not seen before: deliver it and pass it on. */
		NEW,

		/** Seen before. */
		DUPLICATE,

		/** Older than the ring, or than {@link LamportBuffer#ignoreBefore}. */
		OLD,

		/** So far ahead that the clock refused to follow. */
		TOO_FAR_AHEAD,

		/** Too many entries of this time, or of this and later times. */
		CROWDED

	}

	/**
	 * The remembered entries of one Lamport time.
	 *
	 * @param time the time, unsigned
	 * @param entries the entries, in the order of arrival
	 */
	record Slot<E>(long time, List<E> entries) {
	}

	private static final class Seen<K, E> {

		private final long time;

		private final Map<K, E> entries = new LinkedHashMap<>(2);

		private long bytes;

		private Seen(long time) {
			this.time = time;
		}

	}

	private final LamportClock clock;

	private final @Nullable Seen<K, E>[] slots;

	private final ToIntFunction<E> length;

	private long minTime;

	private long bytes;

	/**
	 * Creates an empty buffer.
	 * @param clock the clock of the events or queries
	 * @param size the number of slots
	 * @param length computes the size in bytes of an entry and its key
	 */
	@SuppressWarnings({ "unchecked", "rawtypes" })
	LamportBuffer(LamportClock clock, int size, ToIntFunction<E> length) {
		this.clock = clock;
		this.slots = new Seen[size];
		this.length = length;
	}

	/**
	 * Judges an entry, and remembers it if it is new. Advances the clock beyond its time.
	 * @param time the entry's Lamport time, unsigned
	 * @param key identifies it among entries of the same time
	 * @param entry the entry
	 * @return the verdict
	 */
	Verdict offer(long time, K key, E entry) {
		if (!this.clock.witness(time)) {
			return Verdict.TOO_FAR_AHEAD;
		}
		if (Long.compareUnsigned(time, this.minTime) < 0 || isBeforeTheRing(time)) {
			return Verdict.OLD;
		}
		int index = (int) Long.remainderUnsigned(time, this.slots.length);
		Seen<K, E> seen = this.slots[index];
		if (seen == null || seen.time != time) {
			free(index);
			seen = new Seen<>(time);
			this.slots[index] = seen;
		}
		if (seen.entries.containsKey(key)) {
			return Verdict.DUPLICATE;
		}
		long needed = (long) ENTRY_BYTES + this.length.applyAsInt(entry);
		if (seen.entries.size() >= MAX_PER_SLOT || !makeRoom(needed, time)) {
			return Verdict.CROWDED;
		}
		seen.entries.put(key, entry);
		seen.bytes += needed;
		this.bytes += needed;
		return Verdict.NEW;
	}

	/** Drops the earliest slots until there is room. */
	private boolean makeRoom(long needed, long time) {
		while (this.bytes + needed > MAX_BYTES) {
			int earliest = earliestBefore(time);
			if (earliest < 0) {
				return false;
			}
			Seen<K, E> seen = this.slots[earliest];
			if (seen != null) {
				ignoreBefore(seen.time + 1);
			}
			free(earliest);
		}
		return true;
	}

	/**
	 * Returns the slot of the earliest time if that is before a given one; otherwise -1.
	 */
	private int earliestBefore(long time) {
		int earliest = -1;
		long found = time;
		for (int i = 0; i < this.slots.length; i++) {
			Seen<K, E> seen = this.slots[i];
			if (seen != null && Long.compareUnsigned(seen.time, found) < 0) {
				earliest = i;
				found = seen.time;
			}
		}
		return earliest;
	}

	private void free(int index) {
		Seen<K, E> seen = this.slots[index];
		if (seen != null) {
			this.bytes -= seen.bytes;
			this.slots[index] = null;
		}
	}

	private boolean isBeforeTheRing(long time) {
		long now = this.clock.time();
		return Long.compareUnsigned(now, this.slots.length) > 0
				&& Long.compareUnsigned(time, now - this.slots.length) < 0;
	}

	/**
	 * Marks all times before a time as old. Used by a join that ignores old events, and
	 * for times that a snapshot records as delivered. A time before the current limit has
	 * no effect.
	 * @param time the first time that is not old, unsigned
	 */
	void ignoreBefore(long time) {
		if (Long.compareUnsigned(time, this.minTime) > 0) {
			this.minTime = time;
		}
	}

	/**
	 * Returns the first time that is not old, after {@link #ignoreBefore} and after
	 * dropping slots for lack of room.
	 * @return the time, unsigned; 0 without a limit
	 */
	long minTime() {
		return this.minTime;
	}

	/**
	 * Returns the remembered entries, for a push/pull.
	 * @return the slots that hold entries, the earliest first
	 */
	List<Slot<E>> slots() {
		List<Slot<E>> filled = new ArrayList<>();
		for (Seen<K, E> seen : this.slots) {
			if (seen != null) {
				filled.add(new Slot<>(seen.time, List.copyOf(seen.entries.values())));
			}
		}
		filled.sort(Comparator.comparing(Slot::time, Long::compareUnsigned));
		return filled;
	}

}
