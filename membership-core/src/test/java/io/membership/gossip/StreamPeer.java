package io.membership.gossip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import io.membership.Keyring;
import io.membership.runtime.DropReason;
import io.membership.runtime.FrameScanner;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportHandler;
import io.membership.runtime.TransportOptions;
import io.membership.wire.CodecSettings;
import io.membership.wire.Message;
import io.membership.wire.StreamCodec;
import io.membership.wire.WireException;

/**
 * A node of the simulated network that ignores packets and treats each stream as the test
 * says: answers, closes, or stays mute.
 */
final class StreamPeer implements TransportHandler {

	final InetSocketAddress address;

	final List<Message> requests = new ArrayList<>();

	private final StreamCodec streams = new StreamCodec(new CodecSettings("", false, Keyring.empty(), true, true, false,
			2, CodecSettings.DEFAULT_MAX_PACKET_DECOMPRESSED_BYTES,
			CodecSettings.DEFAULT_MAX_STREAM_DECOMPRESSED_BYTES));

	private final BiConsumer<Message, FrameReply> treatment;

	private final Transport transport;

	StreamPeer(SimulatedCluster cluster, BiConsumer<Message, FrameReply> treatment) {
		this.address = cluster.simulation.nextAddress();
		this.treatment = treatment;
		try {
			this.transport = cluster.simulation.transportFactory()
				.bind(TransportOptions.of(this.address, Duration.ofMinutes(5)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.transport.start(this);
	}

	/** A peer that takes what it is sent and says nothing. */
	static StreamPeer mute(SimulatedCluster cluster) {
		return new StreamPeer(cluster, (request, reply) -> {
		});
	}

	/** Sends a packet as it is. */
	void send(InetSocketAddress to, byte[] packet) {
		this.transport.runtime().execute(() -> this.transport.sendPacket(to, packet, null));
	}

	/** Opens a stream and sends bytes that need not be a whole frame. */
	void open(InetSocketAddress to, byte[] bytes, Duration timeout, Transport.ExchangeCallback callback) {
		this.transport.runtime().execute(() -> this.transport.exchange(to, bytes, timeout, callback));
	}

	/** The frame of an answer. */
	byte[] encode(Message answer) {
		return this.streams.encodeReply(answer);
	}

	@Override
	public void packet(InetSocketAddress from, byte[] packet) {
		// deaf to packets
	}

	@Override
	public void frame(InetSocketAddress from, byte[] frame, FrameReply reply) {
		try {
			Message request = this.streams.decodeRequest(frame);
			this.requests.add(request);
			this.treatment.accept(request, reply);
		}
		catch (WireException ex) {
			throw new AssertionError(ex);
		}
	}

	@Override
	public void dropped(DropReason reason) {
		// its streams may end as they like
	}

	@Override
	public FrameScanner requestScanner() {
		return this.streams.requestScanner();
	}

	@Override
	public FrameScanner replyScanner() {
		return this.streams.replyScanner();
	}

}
