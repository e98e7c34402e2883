package io.membership.gossip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.membership.runtime.Transport;
import io.membership.wire.Message;
import io.membership.wire.MessageCodec;
import org.jspecify.annotations.Nullable;

/**
 * Probes one member after the other, in the random order of the table, one each probe
 * interval (SWIM, section 4.3: round-robin randomised probing bounds the time until a
 * failure is noticed). Confined to the event loop.
 */
final class Prober {

	private final GossipCore core;

	private final MemberTable table;

	private final AckHandlers acks;

	private int nextIndex;

	private long nextDue;

	private @Nullable ProbeRound round;

	private @Nullable NodeRecord again;

	private boolean tickMissed;

	Prober(GossipCore core, MemberTable table, AckHandlers acks) {
		this.core = core;
		this.table = table;
		this.acks = acks;
	}

	void start() {
		long interval = interval();
		long stagger = this.core.runtime().random().nextLong(interval);
		this.nextDue = this.core.now() + stagger;
		this.core.stalls().after(stagger, this::tick);
	}

	/** Pings a member once for the application. */
	CompletableFuture<Duration> ping(String name, InetSocketAddress address) {
		CompletableFuture<Duration> result = new CompletableFuture<>();
		pingOnce(name, address, (roundTrip) -> this.core.calls().complete(result, roundTrip),
				() -> this.core.calls().fail(result, new PingTimeoutException(name)),
				(cause) -> this.core.calls().fail(result, cause));
		return result;
	}

	/** Pings a node outside of the rounds; one that is suspected hears of it too. */
	void pingOnce(NodeRecord node, Consumer<Boolean> answered) {
		long sequence = this.acks.nextSequence();
		this.acks.register(sequence, (payload) -> answered.accept(true), () -> {
		});
		sendPing(node, sequence, null);
		this.core.stalls().after(this.core.config().probe().timeout().toNanos(), () -> {
			if (this.acks.remove(sequence)) {
				answered.accept(false);
			}
		});
	}

	/**
	 * Sends a ping. A suspected node hears of the suspicion in the very same packet, so
	 * that it can refute at once (Lifeguard's buddy system).
	 */
	void sendPing(NodeRecord node, long sequence, Transport.@Nullable FailureCallback onFailure) {
		Message.Ping ping = newPing(sequence, node.name);
		if (node.status == MemberStatus.SUSPECT) {
			Message.Suspect suspect = new Message.Suspect(node.incarnation, node.name, this.core.config().name());
			this.core.sender()
				.sendAlone(node, List.of(MessageCodec.encode(ping), MessageCodec.encode(suspect)), onFailure);
		}
		else {
			this.core.sender().send(node, ping, onFailure);
		}
	}

	Message.Ping newPing(long sequence, String node) {
		InetSocketAddress self = this.core.advertised();
		return new Message.Ping(sequence, node, self.getAddress().getAddress(), self.getPort(),
				this.core.config().name());
	}

	/** The current round has ended. */
	void finished(ProbeRound ended) {
		if (this.round != ended) {
			return;
		}
		this.round = null;
		if (this.tickMissed) {
			// not before the round has drawn its conclusions
			this.core.runtime().execute(this::probeNext);
		}
	}

	/**
	 * The result of a probe does not count: the same node is probed in the next round.
	 */
	void probeAgain(NodeRecord node) {
		this.again = node;
	}

	private void pingOnce(String name, InetSocketAddress address, Consumer<Duration> onAck, Runnable onTimeout,
			Consumer<IOException> onError) {
		long sequence = this.acks.nextSequence();
		long start = this.core.now();
		this.acks.register(sequence, (payload) -> {
			Duration roundTrip = Duration.ofNanos(Math.max(1, this.core.now() - start));
			NodeRecord node = this.table.get(name);
			if (node != null) {
				this.core.application().reportPing(node, roundTrip, payload);
			}
			onAck.accept(roundTrip);
		}, () -> {
		});
		this.core.sender().send(address, newPing(sequence, name), (cause) -> {
			if (this.acks.remove(sequence)) {
				onError.accept(new IOException("Cannot send a ping to " + address + ": " + cause.getMessage(), cause));
			}
		});
		this.core.stalls().after(this.core.config().probe().timeout().toNanos(), () -> {
			if (this.acks.remove(sequence)) {
				onTimeout.run();
			}
		});
	}

	private void tick() {
		long now = this.core.now();
		this.nextDue = Math.max(this.nextDue + interval(), now);
		this.core.stalls().after(this.nextDue - now, this::tick);
		probeNext();
	}

	private void probeNext() {
		// A probe without an answer lasts a whole interval, several if this member is
		// degraded; the next one then follows at once.
		this.tickMissed = this.round != null;
		if (this.tickMissed) {
			return;
		}
		NodeRecord target = nextTarget();
		if (target != null) {
			this.round = new ProbeRound(this.core, this, this.table, this.acks, target);
			this.round.start();
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
				this.core.purge();
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
		return node.status.isPresent() && !node.name.equals(this.core.config().name())
				&& this.table.get(node.name) == node;
	}

	private long interval() {
		return this.core.config().probe().interval().toNanos();
	}

}
