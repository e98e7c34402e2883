package io.membership.cluster;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

import io.membership.runtime.MailboxFigures;

/**
 * Counters and gauges of a {@link Cluster}. Readable on any thread at any time.
 */
public final class ClusterMetrics {

	/** Something that is counted. */
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
		/** Intents to join or to leave that were news. */
		INTENTS,
		/** Members that failed and came back at once. */
		FLAPS,
		/** Coordinates of other members that were refused. */
		COORDINATES_REJECTED,
		/** Messages with a Lamport time that is implausibly far ahead. */
		CLOCK_JUMPS_REFUSED,
		/** Messages of Serf that could not be decoded. */
		UNDECODABLE,
		/**
		 * Answers and acks that were not sent, because the query wants them at an address
		 * of no known member.
		 */
		REPLIES_REFUSED,
		/** Snapshot writes that failed. */
		SNAPSHOT_ERRORS,
		/** Conflicts about this member's name. */
		NAME_CONFLICTS

	}

	/** What is read when it is asked for. */
	public enum Gauge {

		/** Lamport time of the membership. */
		MEMBER_TIME,
		/** Lamport time of the user events. */
		EVENT_TIME,
		/** Lamport time of the queries. */
		QUERY_TIME,
		/** Intents that wait to be gossiped. */
		INTENT_QUEUE,
		/** User events that wait to be gossiped. */
		EVENT_QUEUE,
		/** Queries that wait to be gossiped. */
		QUERY_QUEUE,
		/** How often the own coordinate was reset because it made no sense. */
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
	 * A count.
	 * @param counter of what
	 * @return how many since the start
	 */
	public long count(Counter counter) {
		return this.counters.get(counter.ordinal());
	}

	/**
	 * A present value.
	 * @param gauge of what
	 * @return the value; Lamport times are unsigned
	 */
	public long value(Gauge gauge) {
		return this.gauges.get(gauge.ordinal());
	}

	/**
	 * How many members are known in a state.
	 * @param state the state
	 * @return how many
	 */
	public int members(MemberState state) {
		IntSupplier count = this.members.get(state);
		return (count != null) ? count.getAsInt() : 0;
	}

	/**
	 * Returns what waits for the listeners of this member, those of its services
	 * included, and what has become of the rest.
	 * @return the figures, alive
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
