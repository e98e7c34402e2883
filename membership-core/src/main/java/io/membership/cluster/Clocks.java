package io.membership.cluster;

/**
 * Serf's three Lamport clocks. Confined to the event loop.
 *
 * @param member orders membership changes
 * @param event orders user events
 * @param query orders queries
 */
record Clocks(LamportClock member, LamportClock event, LamportClock query) {

	/** Returns new clocks, which start at 1 as in Serf. */
	static Clocks create(ClusterMetrics metrics) {
		Runnable refused = () -> metrics.increment(ClusterMetrics.Counter.CLOCK_JUMPS_REFUSED);
		Clocks clocks = new Clocks(new LamportClock(refused), new LamportClock(refused), new LamportClock(refused));
		clocks.show(metrics);
		return clocks;
	}

	/** Publishes the times to readers on other threads. */
	void show(ClusterMetrics metrics) {
		metrics.set(ClusterMetrics.Gauge.MEMBER_TIME, this.member.time());
		metrics.set(ClusterMetrics.Gauge.EVENT_TIME, this.event.time());
		metrics.set(ClusterMetrics.Gauge.QUERY_TIME, this.query.time());
	}

}
