package io.membership.cluster;

import java.time.Duration;
import java.util.function.UnaryOperator;

import io.membership.ConfigException;
import io.membership.SettingRules;

/**
 * Limits of user events, and how events reach the listeners.
 *
 * @param sizeLimit largest user event in bytes, at most 9216
 * @param buffer how many Lamport times back user events are remembered
 * @param replayOnJoin whether the first join through the seeds of the gossip layer's
 * settings brings user events from before it; after a restart with a snapshot, those that
 * were missed come in any case
 * @param queueCapacity how many events may wait for one listener
 * @param coalescing how few events are made of many
 */
public record EventsConfig(int sizeLimit, int buffer, boolean replayOnJoin, int queueCapacity, Coalescing coalescing) {

	/** Largest user event that can be allowed. */
	static final int SANE_SIZE_LIMIT = 9216;

	/** The buffer travels in every push/pull. */
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
			throw new ConfigException("user-event-size-limit",
					"user event size limit exceeds limit of " + SANE_SIZE_LIMIT + " bytes.",
					"Send larger data reliably.");
		}
		SettingRules.between("user-event-size-limit", this.sizeLimit, 1, SANE_SIZE_LIMIT);
		SettingRules.between("event-buffer", this.buffer, 1, MAX_BUFFER);
		SettingRules.between("event-queue-capacity", this.queueCapacity, 16, 100_000_000);
		this.coalescing.check();
	}

	/**
	 * How few events are made of many. A period of zero switches the coalescing of that
	 * kind off.
	 *
	 * @param memberPeriod longest time that events about members wait for others
	 * @param memberQuiescentPeriod they wait no longer when none came for this time
	 * @param userPeriod longest time that user events wait for later ones
	 * @param userQuiescentPeriod they wait no longer when none came for this time
	 */
	public record Coalescing(Duration memberPeriod, Duration memberQuiescentPeriod, Duration userPeriod,
			Duration userQuiescentPeriod) {

		/** Each event is delivered as it comes: the default of Serf's library. */
		public static final Coalescing OFF = new Coalescing(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

		/** What the {@code serf} agent uses. */
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
			SettingRules.notNegative("coalesce.member-period", this.memberPeriod);
			SettingRules.notNegative("coalesce.member-quiescent-period", this.memberQuiescentPeriod);
			SettingRules.notNegative("coalesce.user-period", this.userPeriod);
			SettingRules.notNegative("coalesce.user-quiescent-period", this.userQuiescentPeriod);
		}

	}

}
