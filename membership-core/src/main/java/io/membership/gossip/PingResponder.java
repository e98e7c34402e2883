package io.membership.gossip;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.membership.runtime.DropReason;
import io.membership.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Answers pings, and pings others on request. Confined to the event loop.
 * <p>
 * The addresses in these messages are chosen by their sender, and in a cluster without
 * encryption anybody can send them; so nothing is sent to strangers because a packet says
 * so (see {@link AddressRules#isReplyAllowed}).
 */
final class PingResponder {

	private final GossipCore core;

	private final AckHandlers acks;

	private byte @Nullable [] ackPayload;

	PingResponder(GossipCore core, AckHandlers acks) {
		this.core = core;
		this.acks = acks;
	}

	void ackPayload(byte[] payload) {
		this.ackPayload = (payload.length == 0) ? null : payload;
	}

	void ping(InetSocketAddress from, Message.Ping ping) {
		if (!isMeant(ping.node())) {
			this.core.metrics().increment(DropReason.WRONG_NODE);
			return;
		}
		// a sender that may not be answered where it wishes is answered where it is
		InetSocketAddress wished = replyAddress(from, ping.sourceAddr(), ping.sourcePort());
		this.core.sender().send((wished != null) ? wished : from, new Message.Ack(ping.seqNo(), this.ackPayload), null);
		if (wished != null && !ping.sourceNode().isEmpty()) {
			this.core.state().heardFrom(ping.sourceNode(), wished);
		}
	}

	void indirectPing(InetSocketAddress from, Message.IndirectPing request) {
		int port = (request.port() == 0 || this.core.config().versions().gossip() < 2) ? this.core.boundPort()
				: request.port();
		InetSocketAddress target = AddressRules.ofWire(request.target(), port);
		InetSocketAddress requester = replyAddress(from, request.sourceAddr(), request.sourcePort());
		if (target == null || requester == null
				|| !this.core.addressRules().isReplyAllowed(target.getAddress(), from.getAddress())) {
			this.core.metrics().increment(DropReason.SOURCE_REFUSED);
			return;
		}
		long sequence = this.acks.nextSequence();
		this.acks.register(sequence,
				(payload) -> this.core.sender().send(requester, new Message.Ack(request.seqNo(), null), null), () -> {
				});
		this.core.sender().send(target, this.core.prober().newPing(sequence, request.node()), null);
		this.core.stalls().after(this.core.config().probe().timeout().toNanos(), () -> {
			if (this.acks.remove(sequence) && request.nack()) {
				this.core.sender().send(requester, new Message.Nack(request.seqNo()), null);
			}
		});
	}

	/** The answer to a ping on a stream, or {@code null} if it is for somebody else. */
	Message.@Nullable Ack streamPing(Message.Ping ping) {
		if (!isMeant(ping.node())) {
			this.core.metrics().increment(DropReason.WRONG_NODE);
			return null;
		}
		return new Message.Ack(ping.seqNo(), null);
	}

	private boolean isMeant(String node) {
		return node.isEmpty() || node.equals(this.core.config().name());
	}

	/** Where to send an answer; {@code null} if that is not allowed. */
	private @Nullable InetSocketAddress replyAddress(InetSocketAddress from, byte @Nullable [] address, int port) {
		if (address == null || address.length == 0 || port == 0) {
			return from;
		}
		InetSocketAddress wished = AddressRules.ofWire(address, port);
		InetAddress sender = from.getAddress();
		return (wished != null && this.core.addressRules().isReplyAllowed(wished.getAddress(), sender)) ? wished : null;
	}

}
