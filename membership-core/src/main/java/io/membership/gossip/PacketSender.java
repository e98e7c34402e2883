package io.membership.gossip;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.membership.gossip.MemberlistMetrics.Direction;
import io.membership.runtime.Transport;
import io.membership.wire.Message;
import io.membership.wire.MessageCodec;
import io.membership.wire.PacketCodec;
import org.jspecify.annotations.Nullable;

/**
 * Sends packets, and fills the free room in them with broadcasts. Confined to the event
 * loop.
 */
final class PacketSender {

	/** Type byte and count of a compound packet. */
	private static final int COMPOUND_HEADER = 2;

	/** Length of each part of a compound packet. */
	private static final int COMPOUND_PART = 2;

	private static final int CRC_BYTES = 5;

	/** First protocol version that knows the CRC layer. */
	private static final int CRC_SINCE = 5;

	private final Transport transport;

	private final PacketCodec codec;

	private final BroadcastQueues broadcasts;

	private final MemberView view;

	private final MemberlistMetrics metrics;

	private final int packetSize;

	PacketSender(Transport transport, PacketCodec codec, BroadcastQueues broadcasts, MemberView view,
			MemberlistMetrics metrics, int packetSize) {
		this.transport = transport;
		this.codec = codec;
		this.broadcasts = broadcasts;
		this.view = view;
		this.metrics = metrics;
		this.packetSize = packetSize;
	}

	/** Sends one message to a known node, with as many broadcasts as fit beside it. */
	void send(NodeRecord to, Message message, Transport.@Nullable FailureCallback onFailure) {
		send(to.address, this.view.get(to.name), message, onFailure);
	}

	/** Sends one message to an address, with as many broadcasts as fit beside it. */
	void send(InetSocketAddress to, Message message, Transport.@Nullable FailureCallback onFailure) {
		send(to, null, message, onFailure);
	}

	private void send(InetSocketAddress to, @Nullable Member target, Message message,
			Transport.@Nullable FailureCallback onFailure) {
		byte[] encoded = MessageCodec.encode(message);
		int free = this.packetSize - encoded.length - COMPOUND_HEADER - COMPOUND_PART - this.codec.overhead();
		List<byte[]> parts = new ArrayList<>();
		parts.add(encoded);
		parts.addAll(this.broadcasts.take(COMPOUND_PART, free, target));
		sendEncoded(to, parts, false, onFailure);
	}

	/** Sends messages to a known node as they are, without broadcasts. */
	void sendAlone(NodeRecord to, List<byte[]> parts, Transport.@Nullable FailureCallback onFailure) {
		sendEncoded(to.address, parts, knowsCrc(to), onFailure);
	}

	/** Sends an encoded message to an address, without broadcasts. */
	void sendAlone(InetSocketAddress to, byte[] encoded, boolean crc, Transport.@Nullable FailureCallback onFailure) {
		sendEncoded(to, List.of(encoded), crc, onFailure);
	}

	/**
	 * Sends one packet of broadcasts to a node.
	 * @return whether there was anything to send
	 */
	boolean gossip(NodeRecord to) {
		boolean crc = knowsCrc(to);
		int free = this.packetSize - COMPOUND_HEADER - this.codec.overhead() - (crc ? CRC_BYTES : 0);
		List<byte[]> parts = this.broadcasts.take(COMPOUND_PART, free, this.view.get(to.name));
		if (parts.isEmpty()) {
			return false;
		}
		sendEncoded(to.address, parts, crc, null);
		return true;
	}

	/** Returns the size of the largest encoded message that fits into a packet. */
	int maxBroadcastBytes() {
		return this.packetSize - COMPOUND_HEADER - COMPOUND_PART - this.codec.overhead() - CRC_BYTES;
	}

	/** Whether a node understands packets with a CRC. */
	static boolean knowsCrc(NodeRecord node) {
		return node.versions.protocolMax() >= CRC_SINCE;
	}

	private void sendEncoded(InetSocketAddress to, List<byte[]> parts, boolean crc,
			Transport.@Nullable FailureCallback onFailure) {
		for (byte[] packet : this.codec.encode(parts, crc)) {
			this.metrics.packet(Direction.OUT, packet.length);
			this.transport.sendPacket(to, packet, onFailure);
		}
	}

}
