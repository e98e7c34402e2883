package io.membership.gossip;

import java.util.function.Consumer;

import io.membership.gossip.MemberlistMetrics.ProbeOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Probes one member after the other, in the random order of the table, one in each probe
 * interval (SWIM, section 4.3: round-robin randomised probing bounds the time until a
 * failure is noticed). Confined to the event loop.
 */
final class Prober {

	/** Starts the probe of one member. */
	@FunctionalInterface
	interface Probe {

		/**
		 * Starts a probe.
		 * @param target the member
		 * @param ended receives the outcome, once and never before this method returns
		 */
		void start(NodeRecord target, Consumer<ProbeOutcome> ended);

	}

	private final NodeContext context;

	private final MemberTable table;

	private final Probe probe;

	private int nextIndex;

	private long nextDue;

	private boolean probing;

	private @Nullable NodeRecord again;

	private boolean tickMissed;

	Prober(NodeContext context, MemberTable table, Probe probe) {
		this.context = context;
		this.table = table;
		this.probe = probe;
	}

	/** Starts the rounds, the first one after a random part of the interval. */
	void start() {
		long interval = interval();
		long stagger = this.context.runtime().random().nextLong(interval);
		this.nextDue = this.context.now() + stagger;
		this.context.stalls().after(stagger, this::tick);
	}

	private void tick() {
		long now = this.context.now();
		this.nextDue = Math.max(this.nextDue + interval(), now);
		this.context.stalls().after(this.nextDue - now, this::tick);
		probeNext();
	}

	private void probeNext() {
		// A probe without an answer lasts a whole interval, several if this member is
		// degraded; the next one then follows at once.
		this.tickMissed = this.probing;
		if (this.tickMissed) {
			return;
		}
		NodeRecord target = nextTarget();
		if (target != null) {
			this.probing = true;
			this.probe.start(target, (outcome) -> ended(target, outcome));
		}
	}

	private void ended(NodeRecord target, ProbeOutcome outcome) {
		if (outcome == ProbeOutcome.VOID) {
			// the result does not count: the next round probes the same member
			this.again = target;
		}
		this.probing = false;
		if (this.tickMissed) {
			// not before the round has drawn its conclusions
			this.context.runtime().execute(this::probeNext);
		}
	}

	private @Nullable NodeRecord nextTarget() {
		NodeRecord repeated = this.again;
		this.again = null;
		if (repeated != null && isCandidate(repeated)) {
			return repeated;
		}
		for (int checked = 0; checked <= this.table.size(); checked++) {
			if (this.nextIndex >= this.table.size()) {
				this.table.purge();
				this.table.shuffle();
				this.nextIndex = 0;
				if (this.table.size() == 0) {
					return null;
				}
			}
			NodeRecord node = this.table.at(this.nextIndex++);
			if (isCandidate(node)) {
				return node;
			}
		}
		return null;
	}

	private boolean isCandidate(NodeRecord node) {
		return node.status.isPresent() && !this.context.isSelf(node.name) && this.table.get(node.name) == node;
	}

	private long interval() {
		return this.context.config().probe().interval().toNanos();
	}

}
