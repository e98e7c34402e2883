package io.membership.cluster;

import java.time.Duration;

import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;

/** Computes the time-out of a query that does not set one, as Serf does. */
final class QueryTimeout {

	private QueryTimeout() {
	}

	/** Returns the time-out for the current size of the cluster. Any thread. */
	static Duration of(ClusterConfig config, Memberlist memberlist) {
		int present = memberlist.count(MemberStatus.ALIVE) + memberlist.count(MemberStatus.SUSPECT);
		int scale = (int) Math.ceil(Math.log10(Math.max(1, present) + 1.0));
		return config.memberlist()
			.gossip()
			.interval()
			.multipliedBy(config.queries().timeoutMultiplier())
			.multipliedBy(scale);
	}

}
