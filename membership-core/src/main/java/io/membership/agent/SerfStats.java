package io.membership.agent;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMetrics;
import io.membership.cluster.ClusterMetrics.Gauge;
import io.membership.cluster.MemberState;

/** The figures that {@code serf info} shows of Serf: names and texts as Serf has them. */
final class SerfStats {

	private SerfStats() {
	}

	static Map<String, String> of(Cluster cluster) {
		ClusterMetrics metrics = cluster.metrics();
		Map<String, String> stats = new LinkedHashMap<>();
		stats.put("members", Integer.toString(cluster.members().size()));
		stats.put("failed", Integer.toString(metrics.members(MemberState.FAILED)));
		stats.put("left", Integer.toString(metrics.members(MemberState.LEFT)));
		stats.put("health_score", Integer.toString(cluster.memberlist().healthScore()));
		stats.put("member_time", Long.toUnsignedString(metrics.value(Gauge.MEMBER_TIME)));
		stats.put("event_time", Long.toUnsignedString(metrics.value(Gauge.EVENT_TIME)));
		stats.put("query_time", Long.toUnsignedString(metrics.value(Gauge.QUERY_TIME)));
		stats.put("intent_queue", Long.toString(metrics.value(Gauge.INTENT_QUEUE)));
		stats.put("event_queue", Long.toString(metrics.value(Gauge.EVENT_QUEUE)));
		stats.put("query_queue", Long.toString(metrics.value(Gauge.QUERY_QUEUE)));
		stats.put("encrypted", Boolean.toString(!cluster.memberlist().keyring().isEmpty()));
		if (cluster.config().coordinates()) {
			stats.put("coordinate_resets", Long.toString(metrics.value(Gauge.COORDINATE_RESETS)));
		}
		return Collections.unmodifiableMap(stats);
	}

}
