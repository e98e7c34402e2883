package io.membership.gossip;

/**
 * Sends the queued broadcasts to a few random members in every gossip interval, and to
 * members that failed a short while ago, so that they can refute.
 * <p>
 * A new broadcast need not wait for the next round: a few rounds may run early, from a
 * budget that the regular rounds refill. Confined to the event loop.
 */
final class Gossiper {

	private static final int MAX_EARLY_ROUNDS = 2;

	private final NodeContext context;

	private final MemberTable table;

	private final MemberView view;

	private final BroadcastQueues queues;

	private final PacketSender sender;

	private int earlyRounds = MAX_EARLY_ROUNDS;

	private boolean earlyPending;

	Gossiper(NodeContext context, MemberTable table, MemberView view, BroadcastQueues queues, PacketSender sender) {
		this.context = context;
		this.table = table;
		this.view = view;
		this.queues = queues;
		this.sender = sender;
	}

	void start() {
		if (this.context.config().gossip().immediate()) {
			this.queues.onQueued(this::soon);
		}
		long interval = this.context.config().gossip().interval().toNanos();
		this.context.stalls().after(this.context.runtime().random().nextLong(interval), this::tick);
	}

	private void soon() {
		if (this.earlyPending || this.earlyRounds == 0) {
			return;
		}
		this.earlyPending = true;
		// after everything else of this turn, so that related broadcasts share packets
		this.context.runtime().execute(() -> {
			this.earlyPending = false;
			if (this.earlyRounds > 0 && !this.queues.isEmpty() && round()) {
				this.earlyRounds--;
			}
		});
	}

	private void tick() {
		this.earlyRounds = Math.min(MAX_EARLY_ROUNDS, this.earlyRounds + 1);
		this.context.stalls().after(this.context.config().gossip().interval().toNanos(), this::tick);
		round();
	}

	private boolean round() {
		if (this.queues.isEmpty()) {
			return false;
		}
		boolean sent = false;
		for (NodeRecord node : this.table.random(this.context.config().gossip().nodes(), this::isAudience)) {
			// some broadcasts are only for some members, so there may be nothing to send
			sent |= this.sender.gossip(node);
		}
		return sent;
	}

	private boolean isAudience(NodeRecord node) {
		if (this.context.isSelf(node.name) || !this.queues.hasFor(this.view.get(node.name))) {
			return false;
		}
		return switch (node.status) {
			case ALIVE, SUSPECT -> true;
			case FAILED -> this.context.now()
					- node.statusChangedNanos <= this.context.config().gossip().toTheDeadTime().toNanos();
			case LEFT -> false;
		};
	}

}
