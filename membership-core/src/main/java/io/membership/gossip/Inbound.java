package io.membership.gossip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.membership.gossip.MemberlistMetrics.Direction;
import io.membership.runtime.DropReason;
import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.FrameScanner;
import io.membership.runtime.RateLimit;
import io.membership.runtime.TransportHandler;
import io.membership.wire.Message;
import io.membership.wire.MessageHandler;
import io.membership.wire.PacketCodec;
import io.membership.wire.StreamCodec;
import io.membership.wire.WireDrop;
import io.membership.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes inbound packets and frames and dispatches each message to its handler. Errors
 * in them are counted, never thrown. Confined to the event loop.
 */
final class Inbound implements TransportHandler {

	private static final Logger logger = LoggerFactory.getLogger(Inbound.class);

	private static final Duration LOG_INTERVAL = Duration.ofSeconds(1);

	private final NodeContext context;

	private final PacketCodec packets;

	private final StreamCodec streams;

	private final AckHandlers acks;

	private final PingResponder pings;

	private final AliveGate gate;

	private final PushPull pushPull;

	private final Delegation delegation;

	private final Map<String, RateLimit> dropLogs = new HashMap<>();

	Inbound(NodeContext context, PacketCodec packets, StreamCodec streams, AckHandlers acks, PingResponder pings,
			AliveGate gate, PushPull pushPull, Delegation delegation) {
		this.context = context;
		this.packets = packets;
		this.streams = streams;
		this.acks = acks;
		this.pings = pings;
		this.gate = gate;
		this.pushPull = pushPull;
		this.delegation = delegation;
	}

	@Override
	public void packet(InetSocketAddress from, byte[] packet) {
		this.context.metrics().packet(Direction.IN, packet.length);
		this.packets.decode(packet, new Packet(from));
	}

	@Override
	public void frame(InetSocketAddress from, byte[] frame, FrameReply reply) {
		this.context.metrics().stream(Direction.IN, frame.length);
		this.context.runtime().blocking().execute(() -> {
			try {
				Message message = this.streams.decodeRequest(frame);
				this.context.runtime().execute(() -> request(from, message, reply));
			}
			catch (WireException ex) {
				this.context.runtime().execute(() -> refuse(ex, reply));
			}
		});
	}

	@Override
	public void dropped(DropReason reason) {
		this.context.metrics().increment(reason);
		RateLimit log = this.dropLogs.computeIfAbsent(reason.name(), (name) -> new RateLimit(LOG_INTERVAL));
		if (log.tryAcquire(this.context.now())) {
			logger.atDebug().addKeyValue("reason", reason).log("Inbound traffic dropped");
		}
	}

	@Override
	public FrameScanner requestScanner() {
		return this.streams.requestScanner();
	}

	@Override
	public FrameScanner replyScanner() {
		return this.streams.replyScanner();
	}

	private void request(InetSocketAddress from, Message message, FrameReply reply) {
		this.context.metrics().messageReceived(message.type());
		message.accept(new Request(reply));
		logger.atTrace().addKeyValue("from", from).addKeyValue("type", message.type()).log("Request");
	}

	private void send(FrameReply reply, Message message) {
		this.context.runtime().blocking().execute(() -> {
			byte[] frame = this.streams.encodeReply(message);
			this.context.runtime().execute(() -> {
				this.context.metrics().stream(Direction.OUT, frame.length);
				reply.send(frame);
			});
		});
	}

	private void refuse(FrameRefusedException refusal, FrameReply reply) {
		dropped(refusal.reason());
		if (refusal.reason() == WireDrop.NOT_ENCRYPTED || refusal.reason() == WireDrop.UNEXPECTED_ENCRYPTION) {
			send(reply, new Message.ErrorReply(String.valueOf(refusal.getMessage())));
		}
		else {
			reply.close();
		}
	}

	/** Handles the messages of one packet. */
	private final class Packet implements PacketCodec.PacketSink, MessageHandler {

		private final InetSocketAddress from;

		Packet(InetSocketAddress from) {
			this.from = from;
		}

		@Override
		public void message(Message message) {
			Inbound.this.context.metrics().messageReceived(message.type());
			message.accept(this);
		}

		@Override
		public void dropped(DropReason reason) {
			Inbound.this.dropped(reason);
		}

		@Override
		public void ping(Message.Ping ping) {
			Inbound.this.pings.ping(this.from, ping);
		}

		@Override
		public void indirectPing(Message.IndirectPing request) {
			Inbound.this.pings.indirectPing(this.from, request);
		}

		@Override
		public void ack(Message.Ack ack) {
			Inbound.this.acks.acked(ack.seqNo(), ack.payload());
		}

		@Override
		public void nack(Message.Nack nack) {
			Inbound.this.acks.nacked(nack.seqNo());
		}

		@Override
		public void alive(Message.Alive alive) {
			Inbound.this.gate.alive(alive);
		}

		@Override
		public void suspect(Message.Suspect suspect) {
			Inbound.this.gate.suspect(suspect);
		}

		@Override
		public void dead(Message.Dead dead) {
			Inbound.this.gate.dead(dead);
		}

		@Override
		public void user(Message.User user) {
			Inbound.this.delegation.userMessage(user.payload());
		}

		@Override
		public void pushPull(Message.PushPull state) {
			dropped(WireDrop.UNKNOWN_TYPE);
		}

		@Override
		public void errorReply(Message.ErrorReply error) {
			dropped(WireDrop.UNKNOWN_TYPE);
		}

	}

	/** Handles the message of one stream, and answers it. */
	private final class Request implements MessageHandler {

		private final FrameReply reply;

		Request(FrameReply reply) {
			this.reply = reply;
		}

		@Override
		public void ping(Message.Ping ping) {
			Message.Ack ack = Inbound.this.pings.streamPing(ping);
			if (ack == null) {
				this.reply.close();
			}
			else {
				send(this.reply, ack);
			}
		}

		@Override
		public void user(Message.User user) {
			this.reply.close();
			// memberlist does not deliver an empty message on a stream either
			if (user.payload().length > 0) {
				Inbound.this.delegation.userMessage(user.payload());
			}
		}

		@Override
		public void pushPull(Message.PushPull remote) {
			Inbound.this.pushPull.respond(remote, (state) -> send(this.reply, state), this.reply::close);
		}

		@Override
		public void indirectPing(Message.IndirectPing request) {
			refuse();
		}

		@Override
		public void ack(Message.Ack ack) {
			refuse();
		}

		@Override
		public void nack(Message.Nack nack) {
			refuse();
		}

		@Override
		public void alive(Message.Alive alive) {
			refuse();
		}

		@Override
		public void suspect(Message.Suspect suspect) {
			refuse();
		}

		@Override
		public void dead(Message.Dead dead) {
			refuse();
		}

		@Override
		public void errorReply(Message.ErrorReply error) {
			refuse();
		}

		private void refuse() {
			dropped(WireDrop.UNKNOWN_TYPE);
			this.reply.close();
		}

	}

}
