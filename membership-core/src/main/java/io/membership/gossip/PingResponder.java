package io.membership.gossip;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.membership.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Answers pings, and pings other members on request. Confined to the event loop.
 * <p>
 * The sender chooses the addresses in these messages, and in a cluster without encryption
 * any host can be the sender; so a packet cannot make this member send to strangers (see
 * {@link AddressRules#isReplyAllowed}).
 */
final class PingResponder {

	private final NodeContext context;

	private final LocalAddress local;

	private final AddressRules addressRules;

	private final AckHandlers acks;

	private final PacketSender sender;

	private final Pinger pinger;

	private final StateMachine state;

	private byte @Nullable [] ackPayload;

	PingResponder(NodeContext context, LocalAddress local, AddressRules addressRules, AckHandlers acks,
			PacketSender sender, Pinger pinger, StateMachine state) {
		this.context = context;
		this.local = local;
		this.addressRules = addressRules;
		this.acks = acks;
		this.sender = sender;
		this.pinger = pinger;
		this.state = state;
	}

	/** Sets the payload of the acks to direct pings; empty for none. */
	void ackPayload(byte[] payload) {
		this.ackPayload = (payload.length == 0) ? null : payload;
	}

	/** Answers a ping. */
	void ping(InetSocketAddress from, Message.Ping ping) {
		if (!isMeant(ping.node())) {
			this.context.metrics().increment(GossipDrop.WRONG_NODE);
			return;
		}
		// a sender that may not be answered where it wishes is answered where it is
		InetSocketAddress wished = replyAddress(from, ping.sourceAddr(), ping.sourcePort());
		this.sender.send((wished != null) ? wished : from, new Message.Ack(ping.seqNo(), this.ackPayload), null);
		if (wished != null && !ping.sourceNode().isEmpty()) {
			this.state.heardFrom(ping.sourceNode(), wished);
		}
	}

	/** Pings a node on behalf of another one and passes the ack, or a nack, back. */
	void indirectPing(InetSocketAddress from, Message.IndirectPing request) {
		int port = (request.port() == 0 || this.context.config().versions().gossip() < 2) ? this.local.boundPort()
				: request.port();
		InetSocketAddress target = AddressRules.ofWire(request.target(), port);
		InetSocketAddress requester = replyAddress(from, request.sourceAddr(), request.sourcePort());
		if (target == null || requester == null
				|| !this.addressRules.isReplyAllowed(target.getAddress(), from.getAddress())) {
			this.context.metrics().increment(GossipDrop.SOURCE_REFUSED);
			return;
		}
		long sequence = this.acks.nextSequence();
		this.acks.register(sequence,
				(payload) -> this.sender.send(requester, new Message.Ack(request.seqNo(), null), null), () -> {
				});
		this.sender.send(target, this.pinger.newPing(sequence, request.node()), null);
		this.context.stalls().after(this.context.config().probe().timeout().toNanos(), () -> {
			if (this.acks.remove(sequence) && request.nack()) {
				this.sender.send(requester, new Message.Nack(request.seqNo()), null);
			}
		});
	}

	/**
	 * Creates the answer to a ping on a stream; {@code null} if it is for another node.
	 */
	Message.@Nullable Ack streamPing(Message.Ping ping) {
		if (!isMeant(ping.node())) {
			this.context.metrics().increment(GossipDrop.WRONG_NODE);
			return null;
		}
		return new Message.Ack(ping.seqNo(), null);
	}

	private boolean isMeant(String node) {
		return node.isEmpty() || this.context.isSelf(node);
	}

	/** Where to send an answer; {@code null} if that is not allowed. */
	private @Nullable InetSocketAddress replyAddress(InetSocketAddress from, byte @Nullable [] address, int port) {
		if (address == null || address.length == 0 || port == 0) {
			return from;
		}
		InetSocketAddress wished = AddressRules.ofWire(address, port);
		InetAddress sender = from.getAddress();
		return (wished != null && this.addressRules.isReplyAllowed(wished.getAddress(), sender)) ? wished : null;
	}

}
