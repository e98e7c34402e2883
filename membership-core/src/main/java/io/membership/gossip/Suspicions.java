package io.membership.gossip;

import java.util.function.Consumer;

import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.MemberlistMetrics.SuspicionOutcome;
import io.membership.wire.Message;

/**
 * Runs the suspicions of this member to their end. Confined to the event loop.
 * <p>
 * A suspicion that ends while this member was stalled is put off by the length of the
 * stall, and the suspected node is probed once more before it is declared dead: silence
 * during a stall proves nothing. Only the verdict of this member waits; it still believes
 * the verdicts of others.
 */
final class Suspicions {

	private final NodeContext context;

	private final MemberTable table;

	private final Pinger pinger;

	private final Runnable catchUp;

	private final Consumer<Message.Dead> verdict;

	/**
	 * Creates the keeper of the suspicions.
	 * @param context the member
	 * @param table the known nodes
	 * @param pinger pings a suspected node once more after a stall
	 * @param catchUp asks another member for the state that was missed in a stall
	 * @param verdict declares a node dead
	 */
	Suspicions(NodeContext context, MemberTable table, Pinger pinger, Runnable catchUp,
			Consumer<Message.Dead> verdict) {
		this.context = context;
		this.table = table;
		this.pinger = pinger;
		this.catchUp = catchUp;
		this.verdict = verdict;
	}

	/** Starts the suspicion of a node. */
	void start(NodeRecord node, String from) {
		MemberlistConfig config = this.context.config();
		int nodes = this.table.clusterSize();
		int wanted = Formulas.wantedConfirmations(config.suspicion().multiplier(), nodes);
		long min = Formulas.suspicionTimeout(config.suspicion().multiplier(), nodes,
				config.probe().interval().toNanos());
		long max = min * config.suspicion().maxTimeoutMultiplier();
		Suspicion suspicion = new Suspicion(from, wanted, min, max, this.context.now(),
				this.context.stalls().totalNanos());
		node.suspicion = suspicion;
		this.context.metrics().increment(SuspicionOutcome.STARTED);
		arm(node, suspicion);
	}

	/** Registers an accuser; returns whether to gossip the accusation. */
	boolean confirm(NodeRecord node, String from) {
		Suspicion suspicion = node.suspicion;
		if (suspicion == null || !suspicion.confirm(from)) {
			return false;
		}
		arm(node, suspicion);
		return true;
	}

	/** Ends the suspicion of a node, if there is one, without a verdict. */
	void end(NodeRecord node) {
		node.suspicion = null;
	}

	private void arm(NodeRecord node, Suspicion suspicion) {
		this.context.stalls().after(suspicion.remaining(this.context.now()), () -> expire(node, suspicion));
	}

	private void expire(NodeRecord node, Suspicion suspicion) {
		// a timer of a suspicion that has ended, or whose end has moved, is stale
		if (node.suspicion != suspicion || suspicion.remaining(this.context.now()) > 0) {
			return;
		}
		boolean guarded = this.context.config().suspicion().stallGuard();
		if (guarded && suspicion.extendForStalls(this.context.stalls().totalNanos())) {
			this.context.metrics().increment(Counter.ACCUSATIONS_SUPPRESSED);
			this.catchUp.run();
			arm(node, suspicion);
		}
		else if (guarded && suspicion.takeFreshProbeNeeded()) {
			probeOnceMore(node, suspicion);
		}
		else {
			node.suspicion = null;
			this.context.metrics().increment(SuspicionOutcome.EXPIRED);
			this.verdict.accept(new Message.Dead(node.incarnation, node.name, this.context.name()));
		}
	}

	private void probeOnceMore(NodeRecord node, Suspicion suspicion) {
		this.pinger.ping(node, (answered) -> {
			if (node.suspicion != suspicion) {
				return;
			}
			if (answered) {
				// it lives and has just been told of the suspicion: time to refute
				suspicion.extendByMinimum(this.context.now());
				arm(node, suspicion);
			}
			else {
				expire(node, suspicion);
			}
		});
	}

}
