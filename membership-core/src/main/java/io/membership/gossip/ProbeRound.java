package io.membership.gossip;

import java.time.Duration;
import java.util.function.Consumer;

import io.membership.SafeText;
import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.MemberlistMetrics.ProbeOutcome;
import io.membership.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One probe of one member: a direct ping; if no ack arrives in time, pings through other
 * members and by TCP; without any answer until the end of the interval, a suspicion.
 * Helpers that cannot reach the member either send a nack. If even the nacks are missing,
 * this member is probably cut off itself, and its health score rises (Lifeguard, section
 * IV.A). Confined to the event loop.
 */
final class ProbeRound {

	private static final Logger logger = LoggerFactory.getLogger(ProbeRound.class);

	/**
	 * How many probes of one member in a row may be void. Without a limit, a member that
	 * is throttled every second would never find a dead one.
	 */
	private static final int MAX_VOID_PROBES = 3;

	private final NodeContext context;

	private final AckHandlers acks;

	private final Pinger pinger;

	private final IndirectPinger indirectPinger;

	private final Awareness awareness;

	private final StateMachine state;

	private final Delegation delegation;

	private final NodeRecord target;

	private final Consumer<ProbeOutcome> ended;

	private final long incarnation;

	private final long sequence;

	private final long start;

	private final long deadline;

	private final long stallMark;

	private boolean indirect;

	private boolean done;

	private boolean answeredByStream;

	private int expectedNacks;

	private int receivedNacks;

	ProbeRound(NodeContext context, AckHandlers acks, Pinger pinger, IndirectPinger indirectPinger, Awareness awareness,
			StateMachine state, Delegation delegation, NodeRecord target, Consumer<ProbeOutcome> ended) {
		this.context = context;
		this.acks = acks;
		this.pinger = pinger;
		this.indirectPinger = indirectPinger;
		this.awareness = awareness;
		this.state = state;
		this.delegation = delegation;
		this.target = target;
		this.ended = ended;
		this.incarnation = target.incarnation;
		this.sequence = acks.nextSequence();
		this.start = context.now();
		this.deadline = this.start + awareness.scale(context.config().probe().interval().toNanos());
		this.stallMark = context.stalls().totalNanos();
	}

	/** Sends the direct ping and starts the timers of the round. */
	void start() {
		this.acks.register(this.sequence, this::acked, () -> this.receivedNacks++);
		this.context.stalls().after(this.context.config().probe().timeout().toNanos(), this::askOthers);
		this.context.stalls().after(this.deadline - this.start, this::timedOut);
		this.pinger.send(this.target, this.sequence, (cause) -> askOthers());
	}

	private void acked(byte @Nullable [] payload) {
		if (this.done) {
			return;
		}
		this.awareness.apply(-1);
		this.target.voidProbes = 0;
		if (this.indirect) {
			end(ProbeOutcome.INDIRECT);
			return;
		}
		this.delegation.reportPing(this.target, Duration.ofNanos(Math.max(1, this.context.now() - this.start)),
				payload);
		end(ProbeOutcome.DIRECT);
	}

	private void askOthers() {
		if (this.done || this.indirect) {
			return;
		}
		this.indirect = true;
		this.expectedNacks += this.indirectPinger.askOthers(this.target, this.sequence);
		this.indirectPinger.pingByStream(this.target, this.sequence, this.deadline - this.context.now(),
				() -> this.answeredByStream = true);
	}

	private void timedOut() {
		if (this.done) {
			return;
		}
		this.acks.remove(this.sequence);
		if (this.answeredByStream) {
			warnOfUdp();
			end(ProbeOutcome.TCP);
			return;
		}
		if (this.context.config().suspicion().stallGuard() && this.context.stalls().totalNanos() != this.stallMark
				&& this.target.voidProbes < MAX_VOID_PROBES) {
			// this member was stalled and may have missed the answer
			this.target.voidProbes++;
			this.awareness.apply(1);
			this.context.metrics().increment(Counter.ACCUSATIONS_SUPPRESSED);
			end(ProbeOutcome.VOID);
			return;
		}
		this.target.voidProbes = 0;
		this.awareness.apply((this.expectedNacks > 0) ? Math.max(0, this.expectedNacks - this.receivedNacks) : 1);
		end(ProbeOutcome.FAILED);
		this.state.suspect(new Message.Suspect(this.incarnation, this.target.name, this.context.name()));
	}

	private void warnOfUdp() {
		if (!this.target.udpWarnings.tryAcquire(this.context.now())) {
			return;
		}
		logger.atWarn()
			.addKeyValue("member", SafeText.of(this.target.name))
			.addKeyValue("address", this.target.address)
			.log("Member {} answers by TCP but not by UDP; check the network's rules for UDP", this.target.describe());
	}

	private void end(ProbeOutcome outcome) {
		this.done = true;
		this.context.metrics().increment(outcome);
		this.ended.accept(outcome);
	}

}
