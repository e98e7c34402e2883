package io.membership.gossip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.membership.Keyring;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.runtime.DropReason;
import io.membership.runtime.FrameScanner;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportHandler;
import io.membership.runtime.TransportOptions;
import io.membership.wire.CodecSettings;
import io.membership.wire.Message;
import io.membership.wire.MessageCodec;
import io.membership.wire.PacketCodec;
import io.membership.wire.StreamCodec;
import io.membership.wire.WireException;

/**
 * A node of the simulated network that speaks memberlist's wire protocol and otherwise
 * does just what the test says. It writes down every message that it gets. To begin with
 * it answers pings as a healthy node does, and refutes nothing.
 */
final class ScriptedPeer implements TransportHandler {

	/** A message that was received; those of one packet have the same packet number. */
	record Heard(Duration at, InetSocketAddress from, Message message, int packet) {
	}

	/** memberlist's version vector. */
	static final byte[] VSN = { 1, 5, 2, 0, 0, 0 };

	private static final Duration MOMENT = Duration.ofMillis(5);

	final String name;

	final InetSocketAddress address;

	final List<Heard> heard = new ArrayList<>();

	byte[] vsn = VSN;

	/** Whether it answers pings that are meant for it. */
	boolean acks = true;

	/** Whether it answers indirect pings with an ack, as if it had reached the target. */
	boolean reachesOthers;

	/** Whether it answers indirect pings with a nack when asked to. */
	boolean nacks;

	boolean acksOnStreams = true;

	/** What it answers in a push/pull. */
	List<Message.NodeState> state = List.of();

	private final SimulatedCluster cluster;

	private final Transport transport;

	private final PacketCodec packets;

	private final StreamCodec streams;

	private int packetCount;

	ScriptedPeer(SimulatedCluster cluster, String name) {
		this(cluster, name, cluster.simulation.nextAddress(), "");
	}

	ScriptedPeer(SimulatedCluster cluster, String name, InetSocketAddress address, String label) {
		this.cluster = cluster;
		this.name = name;
		this.address = address;
		CodecSettings settings = new CodecSettings(label, false, Keyring.empty(), true, true, false, 2,
				CodecSettings.DEFAULT_MAX_PACKET_DECOMPRESSED_BYTES,
				CodecSettings.DEFAULT_MAX_STREAM_DECOMPRESSED_BYTES);
		this.packets = new PacketCodec(settings);
		this.streams = new StreamCodec(settings);
		try {
			this.transport = cluster.simulation.transportFactory()
				.bind(TransportOptions.of(address, Duration.ofSeconds(10)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.transport.start(this);
	}

	/** A peer that is known to some members as alive. */
	static ScriptedPeer joined(SimulatedCluster cluster, String name, SimulatedMember... members) {
		ScriptedPeer peer = new ScriptedPeer(cluster, name);
		for (SimulatedMember member : members) {
			peer.tell(member, peer.alive(1));
		}
		return peer;
	}

	Message.Alive alive(long incarnation) {
		return alive(incarnation, new byte[0]);
	}

	Message.Alive alive(long incarnation, byte[] meta) {
		return alive(this.name, incarnation, this.address, meta, this.vsn);
	}

	static Message.Alive alive(String name, long incarnation, InetSocketAddress address, byte[] meta, byte[] vsn) {
		return new Message.Alive(incarnation, name, address.getAddress().getAddress(), address.getPort(), meta, vsn);
	}

	Message.Suspect suspect(String node, long incarnation) {
		return new Message.Suspect(incarnation, node, this.name);
	}

	Message.Dead dead(String node, long incarnation) {
		return new Message.Dead(incarnation, node, this.name);
	}

	/** The entry of this peer in a push/pull. */
	Message.NodeState entry(long incarnation, MemberStatus status) {
		return new Message.NodeState(this.name, this.address.getAddress().getAddress(), this.address.getPort(), null,
				incarnation, status.ordinal(), this.vsn);
	}

	/** Sends messages in one packet and gives the receiver a moment to handle it. */
	void tell(SimulatedMember to, Message... messages) {
		List<byte[]> parts = new ArrayList<>();
		for (Message message : messages) {
			parts.add(MessageCodec.encode(message));
		}
		this.packets.encode(parts, false).forEach((packet) -> send(to.address, packet));
		this.cluster.run(MOMENT);
	}

	/** Sends bytes as they are. */
	void send(InetSocketAddress to, byte[] packet) {
		this.transport.runtime().execute(() -> this.transport.sendPacket(to, packet, null));
	}

	/** One push/pull; returns the answer. */
	Message.PushPull exchange(SimulatedMember with, boolean join, Message.NodeState... nodes) {
		return (Message.PushPull) request(with, new Message.PushPull(join, List.of(nodes), new byte[0]));
	}

	/** One request on a stream; returns the answer. */
	Message request(SimulatedMember to, Message request) {
		return decode(requestBytes(to, this.streams.encodeRequest(request)));
	}

	/** One request frame as it is; returns the reply frame. */
	byte[] requestBytes(SimulatedMember to, byte[] frame) {
		List<Object> outcome = new ArrayList<>();
		Transport.ExchangeCallback callback = new Transport.ExchangeCallback() {

			@Override
			public void completed(byte[] reply) {
				outcome.add(reply);
			}

			@Override
			public void failed(Throwable cause) {
				outcome.add(cause);
			}

		};
		this.transport.runtime()
			.execute(() -> this.transport.exchange(to.address, frame, Duration.ofSeconds(10), callback));
		this.cluster.expect(() -> !outcome.isEmpty(), Duration.ofSeconds(11), "the exchange ends");
		this.cluster.run(MOMENT);
		if (outcome.get(0) instanceof byte[] reply) {
			return reply;
		}
		throw new AssertionError("no reply", (Throwable) outcome.get(0));
	}

	private Message decode(byte[] reply) {
		try {
			return this.streams.decodeReply(reply);
		}
		catch (WireException ex) {
			throw new AssertionError(ex);
		}
	}

	<T extends Message> List<T> heard(Class<T> type) {
		return heard(type, (message) -> true);
	}

	<T extends Message> List<T> heard(Class<T> type, Predicate<T> which) {
		return this.heard.stream().map(Heard::message).filter(type::isInstance).map(type::cast).filter(which).toList();
	}

	@Override
	public void packet(InetSocketAddress from, byte[] packet) {
		int number = this.packetCount++;
		this.packets.decode(packet, new PacketCodec.PacketSink() {

			@Override
			public void message(Message message) {
				ScriptedPeer.this.heard
					.add(new Heard(ScriptedPeer.this.cluster.simulation.now(), from, message, number));
				answer(from, message);
			}

			@Override
			public void dropped(DropReason reason) {
				throw new AssertionError(ScriptedPeer.this.name + " cannot read a packet: " + reason);
			}

		});
	}

	private void answer(InetSocketAddress from, Message message) {
		if (message instanceof Message.Ping ping && this.acks && ping.node().equals(this.name)) {
			reply(from, new Message.Ack(ping.seqNo(), null));
		}
		else if (message instanceof Message.IndirectPing request && this.reachesOthers) {
			reply(from, new Message.Ack(request.seqNo(), null));
		}
		else if (message instanceof Message.IndirectPing request && this.nacks && request.nack()) {
			reply(from, new Message.Nack(request.seqNo()));
		}
	}

	private void reply(InetSocketAddress to, Message message) {
		this.packets.encode(List.of(MessageCodec.encode(message)), false).forEach((packet) -> send(to, packet));
	}

	@Override
	public void frame(InetSocketAddress from, byte[] frame, FrameReply reply) {
		Message request;
		try {
			request = this.streams.decodeRequest(frame);
		}
		catch (WireException ex) {
			throw new AssertionError(ex);
		}
		this.heard.add(new Heard(this.cluster.simulation.now(), from, request, -1));
		if (request instanceof Message.PushPull pushPull) {
			reply.send(this.streams
				.encodeReply(new Message.PushPull(pushPull.join(), List.copyOf(this.state), new byte[0])));
		}
		else if (request instanceof Message.Ping ping && this.acksOnStreams) {
			reply.send(this.streams.encodeReply(new Message.Ack(ping.seqNo(), null)));
		}
		else {
			reply.close();
		}
	}

	@Override
	public void dropped(DropReason reason) {
		throw new AssertionError(this.name + " cannot read a stream: " + reason);
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
