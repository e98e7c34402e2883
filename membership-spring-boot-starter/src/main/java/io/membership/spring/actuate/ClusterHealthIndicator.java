package io.membership.spring.actuate;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMetrics.Counter;
import io.membership.cluster.ClusterState;
import io.membership.cluster.MemberState;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistMetrics;
import io.membership.spring.Clusters;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of the local member: of its own event loop, not of the cluster. That other
 * members have failed, or that none can be reached, is shown and changes nothing: an
 * application that were restarted or taken out of service for it would make a network
 * fault worse. So this is down only when the member does not run, its event loop is dead,
 * or it has lost its name to another node and is no member any more.
 * <p>
 * Part of neither liveness nor readiness unless configured. Reads counters only: no lock,
 * no I/O, constant time.
 */
public final class ClusterHealthIndicator extends AbstractHealthIndicator {

	/** Shortest silence of the event loop after which it counts as dead. */
	private static final Duration DEAD_AFTER = Duration.ofSeconds(10);

	/** The same, in probe intervals. */
	private static final int DEAD_AFTER_PROBES = 10;

	private final Memberlist memberlist;

	private final @Nullable Clusters clusters;

	private final LongSupplier nanoTime;

	/**
	 * Creates the indicator.
	 * @param memberlist the local member
	 */
	public ClusterHealthIndicator(Memberlist memberlist) {
		this(memberlist, null, System::nanoTime);
	}

	/**
	 * Creates the indicator of members that speak Serf's protocol.
	 * @param clusters the application's clusters
	 */
	public ClusterHealthIndicator(Clusters clusters) {
		this(clusters.primary().memberlist(), clusters, System::nanoTime);
	}

	ClusterHealthIndicator(Memberlist memberlist, @Nullable Clusters clusters, LongSupplier nanoTime) {
		super("The health of the cluster member could not be read");
		this.memberlist = memberlist;
		this.clusters = clusters;
		this.nanoTime = nanoTime;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		if (this.memberlist.isRunning()) {
			describeGossip(builder);
		}
		else {
			builder.down().withDetail("clusterState", ClusterCondition.STOPPED);
		}
		if (this.clusters != null) {
			describeSerf(builder, this.clusters);
		}
	}

	/** A member that has lost its name is none, which only an operator can change. */
	private static void describeSerf(Health.Builder builder, Clusters clusters) {
		Cluster primary = clusters.primary();
		if (primary.state() == ClusterState.NAME_LOST) {
			builder.down();
		}
		builder.withDetail("memberState", stateOf(primary))
			.withDetail("left", primary.metrics().members(MemberState.LEFT))
			.withDetail("nameConflicts", primary.metrics().count(Counter.NAME_CONFLICTS));
		if (!clusters.further().isEmpty()) {
			Map<String, String> states = new TreeMap<>();
			clusters.further().forEach((name, cluster) -> states.put(name, stateOf(cluster)));
			builder.withDetail("furtherClusters", states);
		}
	}

	private static String stateOf(Cluster cluster) {
		return cluster.state().name().toLowerCase(Locale.ROOT);
	}

	private void describeGossip(Health.Builder builder) {
		MemberlistMetrics metrics = this.memberlist.metrics();
		long now = this.nanoTime.getAsLong();
		// another thread may have written a moment later than now
		long heartbeatAge = Math.max(0, now - metrics.heartbeatNanoTime());
		int alive = this.memberlist.count(MemberStatus.ALIVE);
		int suspect = this.memberlist.count(MemberStatus.SUSPECT);
		int failed = this.memberlist.count(MemberStatus.FAILED);
		boolean dead = heartbeatAge > deadAfterNanos();
		builder.status(dead ? "DOWN" : "UP")
			.withDetail("clusterState", state(dead || metrics.stalled(), metrics.healthScore(), alive, suspect, failed))
			.withDetail("healthScore", metrics.healthScore())
			.withDetail("alive", alive)
			.withDetail("suspect", suspect)
			.withDetail("failed", failed)
			.withDetail("lastStallMs", Duration.ofNanos(metrics.lastStallNanos()).toMillis())
			.withDetail("heartbeatAgeMs", Duration.ofNanos(heartbeatAge).toMillis())
			.withDetail("pushPullAgeMs", Duration.ofNanos(Math.max(0, now - metrics.lastPushPullNanoTime())).toMillis())
			.withDetail("broadcastQueueDepth", metrics.broadcastQueueDepth())
			.withDetail("encrypted", !this.memberlist.keyring().isEmpty());
	}

	private ClusterCondition state(boolean stalled, int healthScore, int alive, int suspect, int failed) {
		if (stalled) {
			return ClusterCondition.STALLED;
		}
		boolean othersExpected = failed > 0 || !this.memberlist.config().seeds().isEmpty();
		if (alive + suspect <= 1 && othersExpected) {
			return ClusterCondition.ISOLATED;
		}
		return (healthScore > 0 || suspect > 0 || failed > 0) ? ClusterCondition.DEGRADED : ClusterCondition.OK;
	}

	private long deadAfterNanos() {
		return Math.max(DEAD_AFTER.toNanos(),
				this.memberlist.config().probe().interval().multipliedBy(DEAD_AFTER_PROBES).toNanos());
	}

}
