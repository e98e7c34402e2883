package io.membership.cluster;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

import io.membership.runtime.MailboxFigures;

/** Counters and gauges of a {@link Cluster}. May be read on any thread at any time. */
public final class ClusterMetrics {

	/** Counted events. */
	public enum Counter {

		/** User events received for the first time. */
		USER_EVENTS,
		/** Queries received for the first time. */
		QUERIES,
		/** Acks received for queries of this member. */
		QUERY_ACKS,
		/** Answers received for queries of this member. */
		QUERY_RESPONSES,
		/** Acks received more than once. */
		QUERY_DUPLICATE_ACKS,
		/** Answers received more than once. */
		QUERY_DUPLICATE_RESPONSES,
		/** New intents to join or to leave. */
		INTENTS,
		/** Members that failed and came back within the flap time-out. */
		FLAPS,
		/** Coordinates of other members that were rejected. */
		COORDINATES_REJECTED,
		/** Messages with a Lamport time that is implausibly far ahead. */
		CLOCK_JUMPS_REFUSED,
		/** Serf messages that could not be decoded. */
		UNDECODABLE,
		/**
		 * Answers and acks not sent because the query names an address of no known member
		 * as their destination.
		 */
		REPLIES_REFUSED,
		/** Snapshot writes that failed. */
		SNAPSHOT_ERRORS,
		/** Conflicts about this member's name. */
		NAME_CONFLICTS

	}

	/** Values computed on each read. */
	public enum Gauge {

		/** Lamport time of the membership. */
		MEMBER_TIME,
		/** Lamport time of the user events. */
		EVENT_TIME,
		/** Lamport time of the queries. */
		QUERY_TIME,
		/** Intents waiting to be gossiped. */
		INTENT_QUEUE,
		/** User events waiting to be gossiped. */
		EVENT_QUEUE,
		/** Queries waiting to be gossiped. */
		QUERY_QUEUE,
		/**
		 * Number of times that this member's coordinate was reset because it was invalid.
		 */
		COORDINATE_RESETS

	}

	private final AtomicLongArray counters = new AtomicLongArray(Counter.values().length);

	private final AtomicLongArray gauges = new AtomicLongArray(Gauge.values().length);

	private final Map<MemberState, IntSupplier> members = new EnumMap<>(MemberState.class);

	private final MailboxFigures listeners = new MailboxFigures();

	ClusterMetrics(ToIntFunction<MemberState> count) {
		for (MemberState state : MemberState.values()) {
			this.members.put(state, () -> count.applyAsInt(state));
		}
	}

	/**
	 * Returns the value of a counter.
	 * @param counter the counter
	 * @return the count since the start
	 */
	public long count(Counter counter) {
		return this.counters.get(counter.ordinal());
	}

	/**
	 * Returns the current value of a gauge.
	 * @param gauge the gauge
	 * @return the value; Lamport times are unsigned
	 */
	public long value(Gauge gauge) {
		return this.gauges.get(gauge.ordinal());
	}

	/**
	 * Returns the number of known members in a state.
	 * @param state the state
	 * @return the number of members
	 */
	public int members(MemberState state) {
		IntSupplier count = this.members.get(state);
		return (count != null) ? count.getAsInt() : 0;
	}

	/**
	 * Returns the mailbox figures of all listeners of this member, including those of its
	 * services.
	 * @return a live view of the figures
	 */
	public MailboxFigures listeners() {
		return this.listeners;
	}

	void increment(Counter counter) {
		this.counters.incrementAndGet(counter.ordinal());
	}

	void set(Gauge gauge, long value) {
		this.gauges.set(gauge.ordinal(), value);
	}

}
