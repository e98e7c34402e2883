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
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.MemberlistMetrics;
import io.membership.spring.LocalNode;
import io.membership.spring.LocalNodes;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of the local member: of its own event loop, not of the cluster. Failed or
 * unreachable members are reported but do not change the status: restarting an
 * application, or taking it out of service, because of them would make a network fault
 * worse. The status is down only if the member is not running, its event loop is dead, or
 * it has lost its name to another node and is no longer a member.
 * <p>
 * Part of neither liveness nor readiness unless configured. Reads counters and takes no
 * lock.
 */
public final class ClusterHealthIndicator extends AbstractHealthIndicator {

	/** Shortest silence of the event loop after which it counts as dead. */
	private static final Duration DEAD_AFTER = Duration.ofSeconds(10);

	/** The same limit in probe intervals. */
	private static final int DEAD_AFTER_PROBES = 10;

	private final LocalNodes nodes;

	private final LongSupplier nanoTime;

	/**
	 * Creates the indicator.
	 * @param nodes the local members
	 */
	public ClusterHealthIndicator(LocalNodes nodes) {
		this(nodes, System::nanoTime);
	}

	ClusterHealthIndicator(LocalNodes nodes, LongSupplier nanoTime) {
		super("The health of the cluster member could not be read");
		this.nodes = nodes;
		this.nanoTime = nanoTime;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		LocalNode node = this.nodes.primary();
		if (node.memberlist().isRunning()) {
			describeGossip(builder, node);
		}
		else {
			builder.down().withDetail("clusterState", ClusterCondition.STOPPED);
		}
		node.cluster().ifPresent((cluster) -> describeSerf(builder, cluster));
		if (!this.nodes.further().isEmpty()) {
			Map<String, String> states = new TreeMap<>();
			this.nodes.further()
				.forEach((further) -> further.cluster()
					.ifPresent((cluster) -> states.put(further.clusterName(), cluster.state().text())));
			builder.withDetail("furtherClusters", states);
		}
	}

	/**
	 * Adds details of Serf's protocol. A member that has lost its name is down, which
	 * only an operator can resolve.
	 */
	private static void describeSerf(Health.Builder builder, Cluster cluster) {
		if (cluster.state() == ClusterState.NAME_LOST) {
			builder.down();
		}
		builder.withDetail("memberState", cluster.state().text())
			.withDetail("left", cluster.metrics().members(MemberState.LEFT))
			.withDetail("nameConflicts", cluster.metrics().count(Counter.NAME_CONFLICTS));
	}

	private void describeGossip(Health.Builder builder, LocalNode node) {
		Memberlist memberlist = node.memberlist();
		MemberlistMetrics metrics = memberlist.metrics();
		long now = this.nanoTime.getAsLong();
		// another thread may have written slightly later than now
		long heartbeatAge = Math.max(0, now - metrics.heartbeatNanoTime());
		LocalNode.Counts counts = node.counts();
		boolean dead = heartbeatAge > deadAfterNanos(memberlist.config());
		builder.status(dead ? "DOWN" : "UP")
			.withDetail("clusterState",
					condition(dead || metrics.stalled(), metrics.healthScore(), counts, memberlist.config()))
			.withDetail("healthScore", metrics.healthScore())
			.withDetail("alive", counts.alive())
			.withDetail("suspect", counts.suspect())
			.withDetail("failed", counts.failed())
			.withDetail("lastStallMs", Duration.ofNanos(metrics.lastStallNanos()).toMillis())
			.withDetail("heartbeatAgeMs", Duration.ofNanos(heartbeatAge).toMillis())
			.withDetail("pushPullAgeMs", Duration.ofNanos(Math.max(0, now - metrics.lastPushPullNanoTime())).toMillis())
			.withDetail("broadcastQueueDepth", metrics.broadcastQueueDepth())
			.withDetail("eventQueueDepth", metrics.listeners().depth())
			.withDetail("listenerErrors", metrics.listeners().errors())
			.withDetail("encrypted", !memberlist.keyring().isEmpty());
	}

	private static ClusterCondition condition(boolean stalled, int healthScore, LocalNode.Counts counts,
			MemberlistConfig config) {
		if (stalled) {
			return ClusterCondition.STALLED;
		}
		boolean othersExpected = counts.failed() > 0 || !config.seeds().isEmpty();
		if (counts.present() <= 1 && othersExpected) {
			return ClusterCondition.ISOLATED;
		}
		return (healthScore > 0 || counts.suspect() > 0 || counts.failed() > 0) ? ClusterCondition.DEGRADED
				: ClusterCondition.OK;
	}

	private static long deadAfterNanos(MemberlistConfig config) {
		return Math.max(DEAD_AFTER.toNanos(), config.probe().interval().multipliedBy(DEAD_AFTER_PROBES).toNanos());
	}

}
