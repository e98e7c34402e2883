package io.membership.gossip;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.membership.SafeText;
import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.MemberlistMetrics.ProbeOutcome;
import io.membership.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One probe of one member: a direct ping; without an ack in time, pings through some
 * other members and by TCP; without any answer until the end of the interval, a
 * suspicion. Helpers that could not reach the member either say so with a nack: when
 * those are missing too, it is rather this member that is cut off, and its health score
 * rises instead of its trust in the verdict (Lifeguard, section IV.A). Confined to the
 * event loop.
 */
final class ProbeRound {

	private static final Logger logger = LoggerFactory.getLogger(ProbeRound.class);

	/** First protocol version that answers pings on streams. */
	private static final int STREAM_PING_SINCE = 3;

	/**
	 * Some probes of one member in a row may be void, not all: who is throttled every
	 * second would never find anybody dead.
	 */
	private static final int MAX_VOID_PROBES = 3;

	/** First protocol version that sends nacks. */
	private static final int NACK_SINCE = 4;

	private static final long WARN_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

	private final GossipCore core;

	private final Prober prober;

	private final MemberTable table;

	private final AckHandlers acks;

	private final NodeRecord target;

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

	ProbeRound(GossipCore core, Prober prober, MemberTable table, AckHandlers acks, NodeRecord target) {
		this.core = core;
		this.prober = prober;
		this.table = table;
		this.acks = acks;
		this.target = target;
		this.incarnation = target.incarnation;
		this.sequence = acks.nextSequence();
		this.start = core.now();
		this.deadline = this.start + core.awareness().scale(core.config().probe().interval().toNanos());
		this.stallMark = core.stalls().totalNanos();
	}

	void start() {
		this.acks.register(this.sequence, this::acked, () -> this.receivedNacks++);
		this.core.stalls().after(this.core.config().probe().timeout().toNanos(), this::askOthers);
		this.core.stalls().after(this.deadline - this.start, this::timedOut);
		this.prober.sendPing(this.target, this.sequence, (cause) -> askOthers());
	}

	private void acked(byte @Nullable [] payload) {
		if (this.done) {
			return;
		}
		this.core.awareness().apply(-1);
		this.target.voidProbes = 0;
		if (this.indirect) {
			end(ProbeOutcome.INDIRECT);
			return;
		}
		this.core.application()
			.reportPing(this.target, Duration.ofNanos(Math.max(1, this.core.now() - this.start)), payload);
		end(ProbeOutcome.DIRECT);
	}

	private void askOthers() {
		if (this.done || this.indirect) {
			return;
		}
		this.indirect = true;
		MemberlistConfig config = this.core.config();
		List<NodeRecord> helpers = this.table.random(config.probe().indirectChecks(),
				(node) -> node.status == MemberStatus.ALIVE && node != this.target && !node.name.equals(config.name()));
		Message.Ping ping = this.prober.newPing(this.sequence, this.target.name);
		for (NodeRecord helper : helpers) {
			boolean nack = helper.versions.protocolMax() >= NACK_SINCE;
			this.expectedNacks += nack ? 1 : 0;
			this.core.sender()
				.send(helper,
						new Message.IndirectPing(this.sequence, this.target.address.getAddress().getAddress(),
								this.target.address.getPort(), this.target.name, nack, ping.sourceAddr(),
								ping.sourcePort(), ping.sourceNode()),
						null);
		}
		if (config.probe().tcpFallback() && this.target.versions.protocolMax() >= STREAM_PING_SINCE
				&& !config.probe().tcpFallbackDisabledFor().contains(this.target.name)) {
			pingByStream(ping);
		}
	}

	private void pingByStream(Message.Ping ping) {
		long left = this.deadline - this.core.now();
		if (left <= 0) {
			return;
		}
		this.core.streams().exchange(this.target.address, ping, Duration.ofNanos(left), new Streams.ReplyHandler() {

			@Override
			public void replied(Message reply) {
				ProbeRound.this.answeredByStream = reply instanceof Message.Ack ack
						&& ack.seqNo() == ProbeRound.this.sequence;
			}

			@Override
			public void failed(IOException cause) {
				// that is what the other answers are for
			}

		});
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
		if (this.core.config().suspicion().stallGuard() && this.core.stalls().totalNanos() != this.stallMark
				&& this.target.voidProbes < MAX_VOID_PROBES) {
			// this member slept through the answer: that proves nothing
			this.target.voidProbes++;
			this.core.awareness().apply(1);
			this.core.metrics().increment(Counter.ACCUSATIONS_SUPPRESSED);
			this.prober.probeAgain(this.target);
			end(ProbeOutcome.VOID);
			return;
		}
		this.target.voidProbes = 0;
		this.core.awareness()
			.apply((this.expectedNacks > 0) ? Math.max(0, this.expectedNacks - this.receivedNacks) : 1);
		end(ProbeOutcome.FAILED);
		this.core.state().suspect(new Message.Suspect(this.incarnation, this.target.name, this.core.config().name()));
	}

	private void warnOfUdp() {
		long now = this.core.now();
		if (this.target.udpWarned && now - this.target.udpWarnedNanos < WARN_INTERVAL_NANOS) {
			return;
		}
		this.target.udpWarned = true;
		this.target.udpWarnedNanos = now;
		logger.atWarn()
			.addKeyValue("member", SafeText.of(this.target.name))
			.addKeyValue("address", this.target.address)
			.log("Member {} answers by TCP but not by UDP; check the network's rules for UDP", this.target.describe());
	}

	private void end(ProbeOutcome outcome) {
		this.done = true;
		this.core.metrics().increment(outcome);
		this.prober.finished(this);
	}

}
