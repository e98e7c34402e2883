package io.membership.gossip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.membership.runtime.Transport;
import io.membership.wire.Message;
import io.membership.wire.MessageCodec;
import org.jspecify.annotations.Nullable;

/**
 * Creates and sends pings by UDP: single ones outside of the probe rounds, and the direct
 * ping of a round. Confined to the event loop.
 */
final class Pinger {

	private final NodeContext context;

	private final LocalAddress local;

	private final MemberTable table;

	private final AckHandlers acks;

	private final PacketSender sender;

	private final Delegation delegation;

	Pinger(NodeContext context, LocalAddress local, MemberTable table, AckHandlers acks, PacketSender sender,
			Delegation delegation) {
		this.context = context;
		this.local = local;
		this.table = table;
		this.acks = acks;
		this.sender = sender;
		this.delegation = delegation;
	}

	/**
	 * Pings an address once for the application and reports the round-trip time to the
	 * delegates.
	 * @param name the name that the node at the address is expected to have
	 * @param address the address
	 * @param answered receives the round-trip time
	 * @param failed receives a {@link PingTimeoutException} if no ack arrives within the
	 * probe time-out, or the error if the ping could not be sent
	 */
	void ping(String name, InetSocketAddress address, Consumer<Duration> answered, Consumer<IOException> failed) {
		long sequence = this.acks.nextSequence();
		long start = this.context.now();
		this.acks.register(sequence, (payload) -> {
			Duration roundTrip = Duration.ofNanos(Math.max(1, this.context.now() - start));
			NodeRecord node = this.table.get(name);
			if (node != null) {
				this.delegation.reportPing(node, roundTrip, payload);
			}
			answered.accept(roundTrip);
		}, () -> {
		});
		this.sender.send(address, newPing(sequence, name), (cause) -> {
			if (this.acks.remove(sequence)) {
				failed.accept(new IOException("Cannot send a ping to " + address + ": " + cause.getMessage(), cause));
			}
		});
		this.context.stalls().after(this.context.config().probe().timeout().toNanos(), () -> {
			if (this.acks.remove(sequence)) {
				failed.accept(new PingTimeoutException(name));
			}
		});
	}

	/**
	 * Pings a member once outside of the probe rounds. A suspected member learns of the
	 * suspicion.
	 * @param answered receives whether an ack arrived within the probe time-out
	 */
	void ping(NodeRecord node, Consumer<Boolean> answered) {
		long sequence = this.acks.nextSequence();
		this.acks.register(sequence, (payload) -> answered.accept(true), () -> {
		});
		send(node, sequence, null);
		this.context.stalls().after(this.context.config().probe().timeout().toNanos(), () -> {
			if (this.acks.remove(sequence)) {
				answered.accept(false);
			}
		});
	}

	/**
	 * Sends a ping for which the caller has registered an ack handler. The packet tells a
	 * suspected member of the suspicion, so that it can refute at once (the buddy system
	 * of Lifeguard, section IV.C).
	 * @param onFailure called if the packet could not be sent
	 */
	void send(NodeRecord node, long sequence, Transport.@Nullable FailureCallback onFailure) {
		Message.Ping ping = newPing(sequence, node.name);
		if (node.status == MemberStatus.SUSPECT) {
			Message.Suspect suspect = new Message.Suspect(node.incarnation, node.name, this.context.name());
			this.sender.sendAlone(node, List.of(MessageCodec.encode(ping), MessageCodec.encode(suspect)), onFailure);
		}
		else {
			this.sender.send(node, ping, onFailure);
		}
	}

	/** Creates a ping that is answered to the advertised address of this member. */
	Message.Ping newPing(long sequence, String node) {
		return new Message.Ping(sequence, node, this.local.ip(), this.local.port(), this.context.name());
	}

}
