package io.membership.cluster;

import java.time.Duration;
import java.util.Map;

import io.membership.gossip.MemberlistConfig;

/**
 * Settings of a {@link Cluster}. Immutable. The defaults are Serf's; change single ones
 * through a {@link Builder}.
 *
 * @param gossip settings of the gossip layer; the application's protocol versions and the
 * metadata in it are set by the cluster
 * @param tags tags of this member, encoded in up to 512 bytes
 * @param protocolVersion Serf protocol to speak, 2 to 5
 * @param broadcastTimeout how long to wait until an intent has been gossiped
 * @param leavePropagateDelay how long a leaving member goes on answering after its leave
 * has been gossiped
 * @param reapInterval time between looks for members to forget
 * @param reconnectInterval time between attempts to reach a failed member
 * @param reconnectTimeout after what time a failed member is forgotten
 * @param tombstoneTimeout after what time a member that has left is forgotten
 * @param recentIntentTimeout how long intents about unknown members are remembered
 * @param flapTimeout a member that fails and returns within this time flaps
 * @param eventBuffer how many Lamport times back events are remembered
 * @param userEventSizeLimit largest user event in bytes, at most 9216
 * @param coordinates whether network coordinates are kept
 */
public record ClusterConfig(MemberlistConfig gossip, Map<String, String> tags, int protocolVersion,
		Duration broadcastTimeout, Duration leavePropagateDelay, Duration reapInterval, Duration reconnectInterval,
		Duration reconnectTimeout, Duration tombstoneTimeout, Duration recentIntentTimeout, Duration flapTimeout,
		int eventBuffer, int userEventSizeLimit, boolean coordinates) {

	/** Lowest Serf protocol version understood. */
	static final int PROTOCOL_MIN = 2;

	/** Highest Serf protocol version understood. */
	static final int PROTOCOL_MAX = 5;

	/** Largest user event that can be allowed. */
	static final int USER_EVENT_SANE_LIMIT = 9216;

	/** Copies the tags. */
	public ClusterConfig {
		tags = Map.copyOf(tags);
	}

	/**
	 * Starts with Serf's defaults.
	 * @param gossip settings of the gossip layer
	 * @return a builder
	 */
	public static Builder builder(MemberlistConfig gossip) {
		return new Builder(gossip);
	}

	/** Builds a {@link ClusterConfig}; each setter is named as the setting. */
	public static final class Builder {

		private final MemberlistConfig gossip;

		private Map<String, String> tags = Map.of();

		private int protocolVersion = PROTOCOL_MAX;

		private Duration broadcastTimeout = Duration.ofSeconds(5);

		private Duration leavePropagateDelay = Duration.ofSeconds(1);

		private Duration reapInterval = Duration.ofSeconds(15);

		private Duration reconnectInterval = Duration.ofSeconds(30);

		private Duration reconnectTimeout = Duration.ofHours(24);

		private Duration tombstoneTimeout = Duration.ofHours(24);

		private Duration recentIntentTimeout = Duration.ofMinutes(5);

		private Duration flapTimeout = Duration.ofSeconds(60);

		private int eventBuffer = 512;

		private int userEventSizeLimit = 512;

		private boolean coordinates = true;

		private Builder(MemberlistConfig gossip) {
			this.gossip = gossip;
		}

		/** Sets {@link ClusterConfig#tags()}. */
		public Builder tags(Map<String, String> value) {
			this.tags = value;
			return this;
		}

		/** Sets {@link ClusterConfig#protocolVersion()}. */
		public Builder protocolVersion(int value) {
			this.protocolVersion = value;
			return this;
		}

		/** Sets {@link ClusterConfig#broadcastTimeout()}. */
		public Builder broadcastTimeout(Duration value) {
			this.broadcastTimeout = value;
			return this;
		}

		/** Sets {@link ClusterConfig#leavePropagateDelay()}. */
		public Builder leavePropagateDelay(Duration value) {
			this.leavePropagateDelay = value;
			return this;
		}

		/** Sets {@link ClusterConfig#reapInterval()}. */
		public Builder reapInterval(Duration value) {
			this.reapInterval = value;
			return this;
		}

		/** Sets {@link ClusterConfig#reconnectInterval()}. */
		public Builder reconnectInterval(Duration value) {
			this.reconnectInterval = value;
			return this;
		}

		/** Sets {@link ClusterConfig#reconnectTimeout()}. */
		public Builder reconnectTimeout(Duration value) {
			this.reconnectTimeout = value;
			return this;
		}

		/** Sets {@link ClusterConfig#tombstoneTimeout()}. */
		public Builder tombstoneTimeout(Duration value) {
			this.tombstoneTimeout = value;
			return this;
		}

		/** Sets {@link ClusterConfig#recentIntentTimeout()}. */
		public Builder recentIntentTimeout(Duration value) {
			this.recentIntentTimeout = value;
			return this;
		}

		/** Sets {@link ClusterConfig#flapTimeout()}. */
		public Builder flapTimeout(Duration value) {
			this.flapTimeout = value;
			return this;
		}

		/** Sets {@link ClusterConfig#eventBuffer()}. */
		public Builder eventBuffer(int value) {
			this.eventBuffer = value;
			return this;
		}

		/** Sets {@link ClusterConfig#userEventSizeLimit()}. */
		public Builder userEventSizeLimit(int value) {
			this.userEventSizeLimit = value;
			return this;
		}

		/** Sets {@link ClusterConfig#coordinates()}. */
		public Builder coordinates(boolean value) {
			this.coordinates = value;
			return this;
		}

		/**
		 * Checks the settings and builds the configuration.
		 * @return the configuration
		 * @throws io.membership.gossip.MemberlistConfigException if a setting is invalid
		 */
		public ClusterConfig build() {
			ClusterConfig config = new ClusterConfig(this.gossip, this.tags, this.protocolVersion,
					this.broadcastTimeout, this.leavePropagateDelay, this.reapInterval, this.reconnectInterval,
					this.reconnectTimeout, this.tombstoneTimeout, this.recentIntentTimeout, this.flapTimeout,
					this.eventBuffer, this.userEventSizeLimit, this.coordinates);
			ClusterConfigRules.check(config);
			return config;
		}

	}

}
