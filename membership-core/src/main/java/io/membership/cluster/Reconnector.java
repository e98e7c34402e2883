package io.membership.cluster;

import java.util.List;

import io.membership.Addresses;
import io.membership.gossip.Memberlist;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries to reach failed members again, one at a time, and rarely enough that the whole
 * cluster together does not flood them. Confined to the event loop.
 */
final class Reconnector {

	private static final Logger logger = LoggerFactory.getLogger(Reconnector.class);

	private final ClusterContext context;

	private final Lifecycle lifecycle;

	private final Members members;

	private final Memberlist memberlist;

	Reconnector(ClusterContext context, Lifecycle lifecycle, Members members, Memberlist memberlist) {
		this.context = context;
		this.lifecycle = lifecycle;
		this.members = members;
		this.memberlist = memberlist;
	}

	void start() {
		this.context.after(this.context.config().members().reconnectInterval(), this::run);
	}

	private void run() {
		start();
		List<MemberEntry> failed = this.members.in(MemberState.FAILED);
		if (!this.lifecycle.isStaying() || failed.isEmpty()) {
			return;
		}
		int present = this.members.presentCount();
		double share = (double) failed.size() / Math.max(1, present);
		if (this.context.runtime().random().nextDouble() > share) {
			return;
		}
		MemberEntry chosen = failed.get(this.context.runtime().random().nextInt(failed.size()));
		this.memberlist.join(List.of(Addresses.format(chosen.member.address())))
			.whenComplete((result, failure) -> logger.atDebug().log("Reconnect ended: {}", result));
	}

}
