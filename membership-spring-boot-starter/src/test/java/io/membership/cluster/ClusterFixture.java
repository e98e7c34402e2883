package io.membership.cluster;

import java.util.Arrays;

import io.membership.cluster.ClusterMetrics.Counter;
import io.membership.cluster.ClusterMetrics.Gauge;
import io.membership.gossip.MemberlistConfig;

/** A member that does not run, for tests of what is shown of it. */
public final class ClusterFixture {

	private ClusterFixture() {
	}

	public static Cluster cluster() {
		return Cluster.create(ClusterConfig.of(MemberlistConfig.local("self")), (options) -> {
			throw new IllegalStateException("not to be started");
		});
	}

	/** Counts everything that can be counted once, and sets every gauge to one. */
	public static void countEverything(Cluster cluster) {
		Arrays.stream(Counter.values()).forEach(cluster.metrics()::increment);
		Arrays.stream(Gauge.values()).forEach((gauge) -> cluster.metrics().set(gauge, 1));
	}

}
