package io.membership.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.membership.Keyring;
import io.membership.gossip.MemberlistConfig;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link Cluster}. Immutable. The defaults are Serf's library's; change
 * single ones through a {@link ClusterConfigBuilder}.
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
 * @param reconnectTimeoutOverride decides for single members after what time they are
 * forgotten when they have failed
 * @param eventBuffer how many Lamport times back events are remembered
 * @param userEventSizeLimit largest user event in bytes, at most 9216
 * @param coordinates whether network coordinates are kept
 * @param queries limits and times of queries
 * @param coalescing how few events are made of many
 * @param queues limits of the queues of broadcasts
 * @param snapshotFile where the snapshot is kept over a restart; {@code null} for nowhere
 * @param rejoinAfterLeave whether the members of the snapshot are joined also when this
 * member had left
 * @param keyringFile where changes of the keys are written; {@code null} for nowhere. Its
 * keys are not read: they are those of the gossip layer's settings
 * @param nameConflictResolution whether the cluster is asked when another node uses this
 * member's name
 * @param replayOnJoin whether the first join through the seeds of the gossip layer's
 * settings brings user events from before it; after a restart with a snapshot, those that
 * were missed come in any case
 * @param eventQueueCapacity how many events may wait for one listener
 */
public record ClusterConfig(MemberlistConfig gossip, Map<String, String> tags, int protocolVersion,
		Duration broadcastTimeout, Duration leavePropagateDelay, Duration reapInterval, Duration reconnectInterval,
		Duration reconnectTimeout, Duration tombstoneTimeout, Duration recentIntentTimeout, Duration flapTimeout,
		ReconnectTimeoutOverride reconnectTimeoutOverride, int eventBuffer, int userEventSizeLimit, boolean coordinates,
		Queries queries, Coalescing coalescing, Queues queues, @Nullable Path snapshotFile, boolean rejoinAfterLeave,
		@Nullable Path keyringFile, boolean nameConflictResolution, boolean replayOnJoin, int eventQueueCapacity) {

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
	public static ClusterConfigBuilder builder(MemberlistConfig gossip) {
		return new ClusterConfigBuilder(gossip);
	}

	/**
	 * Reads the keys of a keyring file, to be those of the gossip layer's settings.
	 * @param file the file that will be the {@link #keyringFile()}
	 * @return the keys, the primary one first; empty if there is no such file yet
	 * @throws IOException if it cannot be read or holds no usable key; no key is quoted
	 */
	public static Optional<Keyring> readKeyring(Path file) throws IOException {
		KeyringFile keyringFile = new KeyringFile(file);
		return keyringFile.exists() ? Optional.of(keyringFile.load()) : Optional.empty();
	}

	/**
	 * Limits and times of queries.
	 *
	 * @param sizeLimit largest encoded query in bytes
	 * @param responseSizeLimit largest encoded answer in bytes
	 * @param timeoutMultiplier multiplier for the default time-out
	 * @param buffer how many Lamport times back queries are remembered
	 */
	public record Queries(int sizeLimit, int responseSizeLimit, int timeoutMultiplier, int buffer) {

		/** Serf's. */
		public static final Queries DEFAULT = new Queries(1024, 1024, 16, 512);

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

	}

	/**
	 * Limits of each queue of broadcasts: intents, events, queries.
	 *
	 * @param checkInterval time between looks at the queues
	 * @param depthWarning from how many entries on a look warns
	 * @param maxDepth how many entries are kept at most
	 * @param minDepth if positive, the limit is instead twice the number of members, and
	 * at least this
	 */
	public record Queues(Duration checkInterval, int depthWarning, int maxDepth, int minDepth) {

		/** Serf's. */
		public static final Queues DEFAULT = new Queues(Duration.ofSeconds(30), 128, 4096, 0);

	}

}
