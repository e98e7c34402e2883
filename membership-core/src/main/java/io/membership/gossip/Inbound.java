package io.membership.gossip;

import java.net.InetSocketAddress;
import java.util.Arrays;

import io.membership.gossip.MemberlistMetrics.Direction;
import io.membership.runtime.DropReason;
import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.FrameScanner;
import io.membership.runtime.TransportHandler;
import io.membership.wire.Message;
import io.membership.wire.PacketCodec;
import io.membership.wire.StreamCodec;
import io.membership.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what arrives apart and hands each message to the part that is concerned. Whatever
 * is wrong with it is counted, never thrown. Confined to the event loop.
 */
final class Inbound implements TransportHandler {

	private static final Logger logger = LoggerFactory.getLogger(Inbound.class);

	private static final long WARN_INTERVAL_NANOS = 1_000_000_000L;

	private final GossipCore core;

	private final PacketCodec packets;

	private final StreamCodec streams;

	private final long[] warnedAt = new long[DropReason.values().length];

	Inbound(GossipCore core, PacketCodec packets, StreamCodec streams) {
		this.core = core;
		this.packets = packets;
		this.streams = streams;
		Arrays.fill(this.warnedAt, core.now() - WARN_INTERVAL_NANOS);
	}

	@Override
	public void packet(InetSocketAddress from, byte[] packet) {
		this.core.metrics().packet(Direction.IN, packet.length);
		this.packets.decode(packet, new PacketCodec.PacketSink() {

			@Override
			public void message(Message message, byte[] encoded) {
				Inbound.this.message(from, message);
			}

			@Override
			public void dropped(DropReason reason) {
				Inbound.this.dropped(reason);
			}

		});
	}

	@Override
	public void frame(InetSocketAddress from, byte[] frame, FrameReply reply) {
		this.core.metrics().stream(Direction.IN, frame.length);
		this.core.runtime().blocking().execute(() -> {
			try {
				Message message = this.streams.decodeRequest(frame);
				this.core.runtime().execute(() -> request(from, message, reply));
			}
			catch (WireException ex) {
				this.core.runtime().execute(() -> refuse(ex, reply));
			}
		});
	}

	@Override
	public void dropped(DropReason reason) {
		this.core.metrics().increment(reason);
		long now = this.core.now();
		if (now - this.warnedAt[reason.ordinal()] >= WARN_INTERVAL_NANOS) {
			this.warnedAt[reason.ordinal()] = now;
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

	private void message(InetSocketAddress from, Message message) {
		this.core.metrics().messageReceived(message.type());
		if (message instanceof Message.Ping ping) {
			this.core.pings().ping(from, ping);
		}
		else if (message instanceof Message.IndirectPing request) {
			this.core.pings().indirectPing(from, request);
		}
		else if (message instanceof Message.Ack ack) {
			this.core.acks().acked(ack.seqNo(), ack.payload());
		}
		else if (message instanceof Message.Nack nack) {
			this.core.acks().nacked(nack.seqNo());
		}
		else if (message instanceof Message.Alive alive) {
			this.core.alive(alive);
		}
		else if (message instanceof Message.Suspect suspect) {
			this.core.suspect(suspect);
		}
		else if (message instanceof Message.Dead dead) {
			this.core.dead(dead);
		}
		else if (message instanceof Message.User user) {
			this.core.application().userMessage(user.payload());
		}
		else {
			dropped(DropReason.UNKNOWN_TYPE);
		}
	}

	private void request(InetSocketAddress from, Message message, FrameReply reply) {
		this.core.metrics().messageReceived(message.type());
		if (message instanceof Message.Ping ping) {
			Message.Ack ack = this.core.pings().streamPing(ping);
			if (ack == null) {
				reply.close();
			}
			else {
				send(reply, ack);
			}
		}
		else if (message instanceof Message.User user) {
			reply.close();
			// memberlist does not deliver an empty message on a stream either
			if (user.payload().length > 0) {
				this.core.application().userMessage(user.payload());
			}
		}
		else if (message instanceof Message.PushPull remote) {
			this.core.pushPull().respond(remote, (state) -> send(reply, state), reply::close);
		}
		else {
			dropped(DropReason.UNKNOWN_TYPE);
			reply.close();
		}
		logger.atTrace().addKeyValue("from", from).addKeyValue("type", message.type()).log("Request");
	}

	private void send(FrameReply reply, Message message) {
		this.core.runtime().blocking().execute(() -> {
			byte[] frame = this.streams.encodeReply(message);
			this.core.runtime().execute(() -> {
				this.core.metrics().stream(Direction.OUT, frame.length);
				reply.send(frame);
			});
		});
	}

	private void refuse(FrameRefusedException refusal, FrameReply reply) {
		dropped(refusal.reason());
		switch (refusal.reason()) {
			case NOT_ENCRYPTED, UNEXPECTED_ENCRYPTION ->
				send(reply, new Message.ErrorReply(String.valueOf(refusal.getMessage())));
			default -> reply.close();
		}
	}

}
