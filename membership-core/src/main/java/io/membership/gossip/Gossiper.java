package io.membership.gossip;

/**
 * Spreads the queued broadcasts: each gossip interval to some random members, also to
 * those that died a short while ago, so that they can refute.
 * <p>
 * What is newly queued need not wait for the next round: a few rounds may be run early,
 * out of a budget that the regular rounds fill up again. Confined to the event loop.
 */
final class Gossiper {

	private static final int MAX_EARLY_ROUNDS = 2;

	private final GossipCore core;

	private final MemberTable table;

	private final BroadcastQueues queues;

	private int earlyRounds = MAX_EARLY_ROUNDS;

	private boolean earlyPending;

	Gossiper(GossipCore core, MemberTable table, BroadcastQueues queues) {
		this.core = core;
		this.table = table;
		this.queues = queues;
	}

	void start() {
		if (this.core.config().gossip().immediate()) {
			this.queues.onQueued(this::soon);
		}
		long interval = this.core.config().gossip().interval().toNanos();
		this.core.stalls().after(this.core.runtime().random().nextLong(interval), this::tick);
	}

	private void soon() {
		if (this.earlyPending || this.earlyRounds == 0) {
			return;
		}
		this.earlyPending = true;
		// after everything else of this turn, so that what belongs together goes together
		this.core.runtime().execute(() -> {
			this.earlyPending = false;
			if (this.earlyRounds > 0 && !this.queues.isEmpty() && round()) {
				this.earlyRounds--;
			}
		});
	}

	private void tick() {
		this.earlyRounds = Math.min(MAX_EARLY_ROUNDS, this.earlyRounds + 1);
		this.core.stalls().after(this.core.config().gossip().interval().toNanos(), this::tick);
		round();
	}

	private boolean round() {
		if (this.queues.isEmpty()) {
			return false;
		}
		boolean sent = false;
		for (NodeRecord node : this.table.random(this.core.config().gossip().nodes(), this::isAudience)) {
			// a node may get nothing where another gets something: not all is for
			// everybody
			sent |= this.core.sender().gossip(node);
		}
		return sent;
	}

	private boolean isAudience(NodeRecord node) {
		if (node.name.equals(this.core.config().name()) || !this.queues.hasFor(this.core.view().get(node.name))) {
			return false;
		}
		return switch (node.status) {
			case ALIVE, SUSPECT -> true;
			case FAILED ->
				this.core.now() - node.statusChangedNanos <= this.core.config().gossip().toTheDeadTime().toNanos();
			case LEFT -> false;
		};
	}

}
