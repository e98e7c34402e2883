package io.membership.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Decides which user events, or queries, are new. Confined to the event loop.
 * <p>
 * Gossip delivers a message many times and in any order. As in Serf, a ring of slots, one
 * for each of the latest Lamport times, remembers what was seen at that time; what is
 * older than the ring is not told from a repetition and is dropped. An entry takes the
 * place of what its slot holds of an earlier time.
 * <p>
 * The entries of all slots share a budget of bytes. When it is used up, the earliest
 * slots are forgotten for a later entry, and their times are old from then on: a flood
 * makes the ring shorter, but whoever speaks after it is heard.
 *
 * @param <K> what makes two entries of one time the same; must have value equality
 * @param <E> the entries
 */
final class LamportBuffer<K, E> {

	/** Serf's number of slots, for events and for queries. */
	static final int DEFAULT_SIZE = 512;

	/**
	 * Entries that one slot holds at most. Some members choose the same time at the same
	 * moment; a thousand that do so are an attack on the memory.
	 */
	static final int MAX_PER_SLOT = 1024;

	/**
	 * Bytes that all entries have together. Far above what a cluster says within 512
	 * times, and as all of it is part of a push/pull, far enough below what one may hold.
	 */
	static final long MAX_BYTES = 8 * 1024 * 1024;

	/** What the bookkeeping of an entry costs, about. */
	private static final int ENTRY_BYTES = 256;

	/** What is to become of an entry. */
	enum Verdict {

		/** Not seen before: to be delivered and passed on. */
		NEW,

		/** Seen before. */
		DUPLICATE,

		/** From before the ring, or before {@link LamportBuffer#ignoreBefore}. */
		OLD,

		/** So far ahead that the clock refused to follow. */
		TOO_FAR_AHEAD,

		/** There are implausibly many of this time, or of it and later ones. */
		CROWDED

	}

	/**
	 * What is remembered of one Lamport time.
	 *
	 * @param time the time, unsigned
	 * @param entries the entries, in the order in which they came
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
	 * @param length says how many bytes an entry and its key hold
	 */
	@SuppressWarnings({ "unchecked", "rawtypes" })
	LamportBuffer(LamportClock clock, int size, ToIntFunction<E> length) {
		this.clock = clock;
		this.slots = new Seen[size];
		this.length = length;
	}

	/**
	 * Judges an entry and remembers it if it is new. The clock takes note of its time.
	 * @param time the entry's Lamport time, unsigned
	 * @param key what tells it from others of the same time
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

	/** Forgets what is earlier than a time until there is room. */
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

	/** The slot of the earliest time, if that is before a given one; otherwise -1. */
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
	 * Makes everything before a time old, as a join that ignores old events does, and a
	 * snapshot that says what was delivered already. A time before the present limit
	 * changes nothing.
	 * @param time the first time that is not old, unsigned
	 */
	void ignoreBefore(long time) {
		if (Long.compareUnsigned(time, this.minTime) > 0) {
			this.minTime = time;
		}
	}

	/**
	 * The first time that is not old by {@link #ignoreBefore}, or because there was no
	 * room.
	 * @return the time, unsigned; 0 without a limit
	 */
	long minTime() {
		return this.minTime;
	}

	/**
	 * What is remembered, for a full state exchange.
	 * @return the slots that hold something, the earliest first
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
