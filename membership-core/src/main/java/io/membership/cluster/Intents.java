package io.membership.cluster;

import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;

/** What this member says of itself and others. Confined to the event loop. */
final class Intents {

	private final ClusterCore core;

	private final LamportClock clock;

	Intents(ClusterCore core, LamportClock clock) {
		this.core = core;
		this.clock = clock;
	}

	/**
	 * This member intends to be a member: after a join, and when somebody says that it
	 * leaves.
	 */
	void join() {
		SerfMessage.Join join = new SerfMessage.Join(this.clock.time(), this.core.name());
		this.core.members().joinIntent(join);
		this.core.broadcastIntent(SerfCodec.encode(join), null);
		this.core.showTimes();
	}

	/**
	 * Announces that a member leaves, this one or another.
	 * @param announced called when the announcement has been gossiped
	 */
	void leave(String node, boolean prune, Runnable announced) {
		if (node.equals(this.core.name())) {
			this.core.snapshot().leave();
		}
		SerfMessage.Leave leave = new SerfMessage.Leave(this.clock.time(), node, prune);
		this.clock.increment();
		this.core.members().leaveIntent(leave);
		this.core.showTimes();
		boolean alone = this.core.members()
			.in(MemberState.ALIVE)
			.stream()
			.allMatch((entry) -> entry.member.name().equals(this.core.name()));
		if (alone) {
			announced.run();
		}
		else {
			this.core.broadcastIntent(SerfCodec.encode(leave), announced);
		}
	}

}
