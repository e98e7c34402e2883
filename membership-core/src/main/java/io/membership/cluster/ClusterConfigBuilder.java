package io.membership.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.membership.cluster.ClusterConfig.Coalescing;
import io.membership.cluster.ClusterConfig.Queries;
import io.membership.cluster.ClusterConfig.Queues;
import io.membership.gossip.MemberlistConfig;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ClusterConfig}; each setter is named as the setting. Not thread-safe.
 */
public final class ClusterConfigBuilder {

	private MemberlistConfig gossip;

	private Map<String, String> tags = Map.of();

	private int protocolVersion = ClusterConfig.PROTOCOL_MAX;

	private Duration broadcastTimeout = Duration.ofSeconds(5);

	private Duration leavePropagateDelay = Duration.ofSeconds(1);

	private Duration reapInterval = Duration.ofSeconds(15);

	private Duration reconnectInterval = Duration.ofSeconds(30);

	private Duration reconnectTimeout = Duration.ofHours(24);

	private Duration tombstoneTimeout = Duration.ofHours(24);

	private Duration recentIntentTimeout = Duration.ofMinutes(5);

	private Duration flapTimeout = Duration.ofSeconds(60);

	private ReconnectTimeoutOverride reconnectTimeoutOverride = ReconnectTimeoutOverride.NONE;

	private int eventBuffer = 512;

	private int userEventSizeLimit = 512;

	private boolean coordinates = true;

	private Queries queries = Queries.DEFAULT;

	private Coalescing coalescing = Coalescing.OFF;

	private Queues queues = Queues.DEFAULT;

	private @Nullable Path snapshotFile;

	private boolean rejoinAfterLeave = false;

	private @Nullable Path keyringFile;

	private boolean nameConflictResolution = true;

	private boolean replayOnJoin = false;

	private int eventQueueCapacity = 16384;

	ClusterConfigBuilder(MemberlistConfig gossip) {
		this.gossip = gossip;
	}

	/** Sets {@link ClusterConfig#gossip()}. */
	public ClusterConfigBuilder gossip(MemberlistConfig value) {
		this.gossip = value;
		return this;
	}

	/** Sets {@link ClusterConfig#tags()}. */
	public ClusterConfigBuilder tags(Map<String, String> value) {
		this.tags = value;
		return this;
	}

	/** Sets {@link ClusterConfig#protocolVersion()}. */
	public ClusterConfigBuilder protocolVersion(int value) {
		this.protocolVersion = value;
		return this;
	}

	/** Sets {@link ClusterConfig#broadcastTimeout()}. */
	public ClusterConfigBuilder broadcastTimeout(Duration value) {
		this.broadcastTimeout = value;
		return this;
	}

	/** Sets {@link ClusterConfig#leavePropagateDelay()}. */
	public ClusterConfigBuilder leavePropagateDelay(Duration value) {
		this.leavePropagateDelay = value;
		return this;
	}

	/** Sets {@link ClusterConfig#reapInterval()}. */
	public ClusterConfigBuilder reapInterval(Duration value) {
		this.reapInterval = value;
		return this;
	}

	/** Sets {@link ClusterConfig#reconnectInterval()}. */
	public ClusterConfigBuilder reconnectInterval(Duration value) {
		this.reconnectInterval = value;
		return this;
	}

	/** Sets {@link ClusterConfig#reconnectTimeout()}. */
	public ClusterConfigBuilder reconnectTimeout(Duration value) {
		this.reconnectTimeout = value;
		return this;
	}

	/** Sets {@link ClusterConfig#tombstoneTimeout()}. */
	public ClusterConfigBuilder tombstoneTimeout(Duration value) {
		this.tombstoneTimeout = value;
		return this;
	}

	/** Sets {@link ClusterConfig#recentIntentTimeout()}. */
	public ClusterConfigBuilder recentIntentTimeout(Duration value) {
		this.recentIntentTimeout = value;
		return this;
	}

	/** Sets {@link ClusterConfig#flapTimeout()}. */
	public ClusterConfigBuilder flapTimeout(Duration value) {
		this.flapTimeout = value;
		return this;
	}

	/** Sets {@link ClusterConfig#reconnectTimeoutOverride()}. */
	public ClusterConfigBuilder reconnectTimeoutOverride(ReconnectTimeoutOverride value) {
		this.reconnectTimeoutOverride = value;
		return this;
	}

	/** Sets {@link ClusterConfig#eventBuffer()}. */
	public ClusterConfigBuilder eventBuffer(int value) {
		this.eventBuffer = value;
		return this;
	}

	/** Sets {@link ClusterConfig#userEventSizeLimit()}. */
	public ClusterConfigBuilder userEventSizeLimit(int value) {
		this.userEventSizeLimit = value;
		return this;
	}

	/** Sets {@link ClusterConfig#coordinates()}. */
	public ClusterConfigBuilder coordinates(boolean value) {
		this.coordinates = value;
		return this;
	}

	/** Sets {@link ClusterConfig#queries()}. */
	public ClusterConfigBuilder queries(Queries value) {
		this.queries = value;
		return this;
	}

	/** Sets {@link ClusterConfig#coalescing()}. */
	public ClusterConfigBuilder coalescing(Coalescing value) {
		this.coalescing = value;
		return this;
	}

	/** Sets {@link ClusterConfig#queues()}. */
	public ClusterConfigBuilder queues(Queues value) {
		this.queues = value;
		return this;
	}

	/** Sets {@link ClusterConfig#snapshotFile()}. */
	public ClusterConfigBuilder snapshotFile(@Nullable Path value) {
		this.snapshotFile = value;
		return this;
	}

	/** Sets {@link ClusterConfig#rejoinAfterLeave()}. */
	public ClusterConfigBuilder rejoinAfterLeave(boolean value) {
		this.rejoinAfterLeave = value;
		return this;
	}

	/** Sets {@link ClusterConfig#keyringFile()}. */
	public ClusterConfigBuilder keyringFile(@Nullable Path value) {
		this.keyringFile = value;
		return this;
	}

	/** Sets {@link ClusterConfig#nameConflictResolution()}. */
	public ClusterConfigBuilder nameConflictResolution(boolean value) {
		this.nameConflictResolution = value;
		return this;
	}

	/** Sets {@link ClusterConfig#replayOnJoin()}. */
	public ClusterConfigBuilder replayOnJoin(boolean value) {
		this.replayOnJoin = value;
		return this;
	}

	/** Sets {@link ClusterConfig#eventQueueCapacity()}. */
	public ClusterConfigBuilder eventQueueCapacity(int value) {
		this.eventQueueCapacity = value;
		return this;
	}

	/**
	 * Checks the settings and builds the configuration.
	 * @return the configuration
	 * @throws io.membership.ConfigException if a setting is invalid
	 */
	public ClusterConfig build() {
		ClusterConfig config = new ClusterConfig(this.gossip, this.tags, this.protocolVersion, this.broadcastTimeout,
				this.leavePropagateDelay, this.reapInterval, this.reconnectInterval, this.reconnectTimeout,
				this.tombstoneTimeout, this.recentIntentTimeout, this.flapTimeout, this.reconnectTimeoutOverride,
				this.eventBuffer, this.userEventSizeLimit, this.coordinates, this.queries, this.coalescing, this.queues,
				this.snapshotFile, this.rejoinAfterLeave, this.keyringFile, this.nameConflictResolution,
				this.replayOnJoin, this.eventQueueCapacity);
		ClusterConfigRules.check(config);
		return config;
	}

}
