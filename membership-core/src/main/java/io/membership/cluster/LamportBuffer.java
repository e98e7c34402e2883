package io.membership.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Decides which user events, or queries, are new. Confined to the event loop.
 * <p>
 * Gossip delivers a message many times and in any order. As in Serf, a ring of slots, one
 * for each of the latest Lamport times, remembers what was seen at that time; what is
 * older than the ring is not told from a repetition and is dropped. An entry takes the
 * place of what its slot holds of an earlier time.
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

		/** There are implausibly many of this time. */
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

	private record Seen<K, E>(long time, Map<K, E> entries) {
	}

	private final LamportClock clock;

	private final @Nullable Seen<K, E>[] slots;

	private long minTime;

	/**
	 * Creates an empty buffer.
	 * @param clock the clock of the events or queries
	 * @param size the number of slots
	 */
	@SuppressWarnings({ "unchecked", "rawtypes" })
	LamportBuffer(LamportClock clock, int size) {
		this.clock = clock;
		this.slots = new Seen[size];
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
		if (seen == null || seen.time() != time) {
			seen = new Seen<>(time, new LinkedHashMap<>(2));
			this.slots[index] = seen;
		}
		if (seen.entries().containsKey(key)) {
			return Verdict.DUPLICATE;
		}
		if (seen.entries().size() >= MAX_PER_SLOT) {
			return Verdict.CROWDED;
		}
		seen.entries().put(key, entry);
		return Verdict.NEW;
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
	 * The first time that is not old by {@link #ignoreBefore}.
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
				filled.add(new Slot<>(seen.time(), List.copyOf(seen.entries().values())));
			}
		}
		filled.sort(Comparator.comparing(Slot::time, Long::compareUnsigned));
		return filled;
	}

}
