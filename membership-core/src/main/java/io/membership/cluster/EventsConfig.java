package io.membership.cluster;

import java.time.Duration;
import java.util.function.UnaryOperator;

import io.membership.ConfigException;
import io.membership.SettingRules;

/**
 * User events, and how events reach the listeners.
 *
 * @param sizeLimit largest user event in bytes, name and payload together, at most 9216.
 * Raise it only in small clusters: an event must fit into one packet and travels to every
 * member several times. Use the same value on all members
 * @param buffer number of Lamport times for which the member remembers user events, to
 * deliver each only once. Raise it if more events are published within the time that a
 * member may be cut off; older ones are then lost. Each push/pull carries this buffer
 * @param replayOnJoin whether the first join delivers user events from before it. Set it
 * to true if events carry state that a new member needs. With a snapshot, a restarted
 * member receives the events that it missed in any case
 * @param queueCapacity number of events that may wait for a listener of the application.
 * When the queue is full, user events are dropped and changes of one member are merged.
 * Raise it for bursts; it does not help a listener that is always slower
 * @param coalescing merging of many events into few
 */
public record EventsConfig(int sizeLimit, int buffer, boolean replayOnJoin, int queueCapacity, Coalescing coalescing) {

	/** Highest size limit that can be configured. */
	static final int SANE_SIZE_LIMIT = 9216;

	/** Limited because the buffer travels in every push/pull. */
	static final int MAX_BUFFER = 1 << 16;

	static final EventsConfig DEFAULT = new EventsConfig(512, 512, false, 16384, Coalescing.OFF);

	/** Returns a copy with another {@link #sizeLimit()}. */
	public EventsConfig withSizeLimit(int value) {
		return new EventsConfig(value, this.buffer, this.replayOnJoin, this.queueCapacity, this.coalescing);
	}

	/** Returns a copy with another {@link #buffer()}. */
	public EventsConfig withBuffer(int value) {
		return new EventsConfig(this.sizeLimit, value, this.replayOnJoin, this.queueCapacity, this.coalescing);
	}

	/** Returns a copy with another {@link #replayOnJoin()}. */
	public EventsConfig withReplayOnJoin(boolean value) {
		return new EventsConfig(this.sizeLimit, this.buffer, value, this.queueCapacity, this.coalescing);
	}

	/** Returns a copy with another {@link #queueCapacity()}. */
	public EventsConfig withQueueCapacity(int value) {
		return new EventsConfig(this.sizeLimit, this.buffer, this.replayOnJoin, value, this.coalescing);
	}

	/** Returns a copy with the {@link #coalescing()} changed. */
	public EventsConfig withCoalescing(UnaryOperator<Coalescing> change) {
		return new EventsConfig(this.sizeLimit, this.buffer, this.replayOnJoin, this.queueCapacity,
				change.apply(this.coalescing));
	}

	/** Checks the settings. */
	void check() {
		if (this.sizeLimit > SANE_SIZE_LIMIT) {
			throw new ConfigException("events.size-limit",
					"user event size limit exceeds limit of " + SANE_SIZE_LIMIT + " bytes.",
					"Send larger data reliably.");
		}
		SettingRules.between("events.size-limit", this.sizeLimit, 1, SANE_SIZE_LIMIT);
		SettingRules.between("events.buffer", this.buffer, 1, MAX_BUFFER);
		SettingRules.between("events.queue-capacity", this.queueCapacity, 16, 100_000_000);
		this.coalescing.check();
	}

	/**
	 * Merging of many events into few. A period of zero switches the merging of that kind
	 * off.
	 *
	 * @param memberPeriod longest time that changes of members wait to be delivered
	 * together, with the last state of each member only. Raise it (Serf's agent uses 3s)
	 * if listeners do costly work on every change, such as rewriting a configuration;
	 * they then hear of each change later. Zero delivers each change as it comes
	 * @param memberQuiescentPeriod time without a further change of a member after which
	 * the waiting changes are delivered early. Serf's agent uses 1s
	 * @param userPeriod longest time that user events which allow merging wait for later
	 * ones of the same name, of which only the latest is delivered. Raise it if events
	 * repeat quickly and only the last counts. Zero delivers each event as it comes
	 * @param userQuiescentPeriod time without a further user event after which the
	 * waiting ones are delivered early. Serf's agent uses 1s
	 */
	public record Coalescing(Duration memberPeriod, Duration memberQuiescentPeriod, Duration userPeriod,
			Duration userQuiescentPeriod) {

		/** Delivers each event as it comes: the default of Serf's library. */
		public static final Coalescing OFF = new Coalescing(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

		/** The times of the {@code serf} agent. */
		public static final Coalescing AGENT = new Coalescing(Duration.ofSeconds(3), Duration.ofSeconds(1),
				Duration.ofSeconds(3), Duration.ofSeconds(1));

		/** Returns a copy with another {@link #memberPeriod()}. */
		public Coalescing withMemberPeriod(Duration value) {
			return new Coalescing(value, this.memberQuiescentPeriod, this.userPeriod, this.userQuiescentPeriod);
		}

		/** Returns a copy with another {@link #memberQuiescentPeriod()}. */
		public Coalescing withMemberQuiescentPeriod(Duration value) {
			return new Coalescing(this.memberPeriod, value, this.userPeriod, this.userQuiescentPeriod);
		}

		/** Returns a copy with another {@link #userPeriod()}. */
		public Coalescing withUserPeriod(Duration value) {
			return new Coalescing(this.memberPeriod, this.memberQuiescentPeriod, value, this.userQuiescentPeriod);
		}

		/** Returns a copy with another {@link #userQuiescentPeriod()}. */
		public Coalescing withUserQuiescentPeriod(Duration value) {
			return new Coalescing(this.memberPeriod, this.memberQuiescentPeriod, this.userPeriod, value);
		}

		/** Checks the settings. */
		void check() {
			SettingRules.notNegative("events.coalesce.member-period", this.memberPeriod);
			SettingRules.notNegative("events.coalesce.member-quiescent-period", this.memberQuiescentPeriod);
			SettingRules.notNegative("events.coalesce.user-period", this.userPeriod);
			SettingRules.notNegative("events.coalesce.user-quiescent-period", this.userQuiescentPeriod);
		}

	}

}
