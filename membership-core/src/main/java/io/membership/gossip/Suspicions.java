package io.membership.gossip;

import java.util.function.Consumer;

import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.MemberlistMetrics.SuspicionOutcome;
import io.membership.wire.Message;

/**
 * Runs the suspicions of this member to their end. Confined to the event loop.
 * <p>
 * A suspicion that ends while this member was stalled is put off by the length of the
 * stall, and the suspected node is probed once more before it is declared dead: what was
 * not heard during the stall proves nothing. Only this member's own verdict waits; what
 * the others say is believed as ever.
 */
final class Suspicions {

	private final GossipCore core;

	private final Consumer<Message.Dead> verdict;

	Suspicions(GossipCore core, Consumer<Message.Dead> verdict) {
		this.core = core;
		this.verdict = verdict;
	}

	void start(NodeRecord node, String from) {
		MemberlistConfig config = this.core.config();
		int nodes = this.core.clusterSize();
		int wanted = Formulas.wantedConfirmations(config.suspicion().multiplier(), nodes);
		long min = Formulas.suspicionTimeout(config.suspicion().multiplier(), nodes,
				config.probe().interval().toNanos());
		long max = min * config.suspicion().maxTimeoutMultiplier();
		Suspicion suspicion = new Suspicion(from, wanted, min, max, this.core.now(), this.core.stalls().totalNanos());
		node.suspicion = suspicion;
		this.core.metrics().increment(SuspicionOutcome.STARTED);
		arm(node, suspicion);
	}

	/** Registers an accuser; returns whether the accusation is to be passed on. */
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
		this.core.stalls().after(suspicion.remaining(this.core.now()), () -> expire(node, suspicion));
	}

	private void expire(NodeRecord node, Suspicion suspicion) {
		// a timer of a suspicion that has ended, or whose end has moved, is stale
		if (node.suspicion != suspicion || suspicion.remaining(this.core.now()) > 0) {
			return;
		}
		boolean guarded = this.core.config().suspicion().stallGuard();
		if (guarded && suspicion.extendForStalls(this.core.stalls().totalNanos())) {
			this.core.metrics().increment(Counter.ACCUSATIONS_SUPPRESSED);
			this.core.pushPull().now();
			arm(node, suspicion);
		}
		else if (guarded && suspicion.takeFreshProbeNeeded()) {
			probeOnceMore(node, suspicion);
		}
		else {
			node.suspicion = null;
			this.core.metrics().increment(SuspicionOutcome.EXPIRED);
			this.verdict.accept(new Message.Dead(node.incarnation, node.name, this.core.config().name()));
		}
	}

	private void probeOnceMore(NodeRecord node, Suspicion suspicion) {
		this.core.prober().pingOnce(node, (answered) -> {
			if (node.suspicion != suspicion) {
				return;
			}
			if (answered) {
				// it lives and has just been told of the suspicion: time to refute
				suspicion.extendByMinimum(this.core.now());
				arm(node, suspicion);
			}
			else {
				expire(node, suspicion);
			}
		});
	}

}
