package io.membership.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.membership.runtime.DropReason;
import io.membership.runtime.FrameScanner;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportFactory;
import io.membership.runtime.TransportHandler;
import io.membership.runtime.TransportOptions;
import io.membership.testing.Eventually;

import static io.membership.testing.Eventually.result;

/** A transport on loopback, and what it has delivered. Answers a frame with the frame. */
final class TestNode implements TransportHandler, AutoCloseable {

	static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

	static final Duration TIMEOUT = Duration.ofSeconds(5);

	final Transport transport;

	final List<Packet> packets = new CopyOnWriteArrayList<>();

	final List<Frame> frames = new CopyOnWriteArrayList<>();

	final List<DropReason> drops = new CopyOnWriteArrayList<>();

	volatile Consumer<Packet> onPacket = (packet) -> {
	};

	volatile BiConsumer<Frame, FrameReply> onFrame = (frame, reply) -> reply.send(frame.bytes());

	TestNode(TransportFactory factory) throws IOException {
		this(factory, options());
	}

	TestNode(TransportFactory factory, TransportOptions options) throws IOException {
		this.transport = factory.bind(options);
	}

	static TransportOptions options() {
		return TransportOptions.of(LOOPBACK, TIMEOUT);
	}

	TestNode start() {
		this.transport.start(this);
		return this;
	}

	InetSocketAddress address() {
		return this.transport.boundAddress();
	}

	Socket connect() throws IOException {
		Socket socket = new Socket(address().getAddress(), address().getPort());
		socket.setSoTimeout((int) Eventually.LIMIT.toMillis());
		return socket;
	}

	void send(InetSocketAddress to, byte[] packet) {
		onLoop(() -> this.transport.sendPacket(to, packet, null));
	}

	Outcome exchange(InetSocketAddress to, byte[] request, Duration timeout) {
		Outcome outcome = new Outcome(this.transport);
		onLoop(() -> outcome.calling(() -> this.transport.exchange(to, request, timeout, outcome)));
		return outcome;
	}

	Outcome sendFrame(InetSocketAddress to, byte[] frame, Duration timeout) {
		Outcome outcome = new Outcome(this.transport);
		onLoop(() -> outcome.calling(() -> this.transport.sendFrame(to, frame, timeout, outcome)));
		return outcome;
	}

	/** Runs a task on the loop and waits for it. */
	void onLoop(Runnable task) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.transport.runtime().execute(() -> {
			try {
				task.run();
				done.complete(null);
			}
			catch (Throwable ex) {
				done.completeExceptionally(ex);
			}
		});
		result(done, "a task on the loop");
	}

	@Override
	public void packet(InetSocketAddress from, byte[] bytes) {
		Packet packet = new Packet(from, bytes, this.transport.runtime().inEventLoop());
		this.packets.add(packet);
		this.onPacket.accept(packet);
	}

	@Override
	public void frame(InetSocketAddress from, byte[] bytes, FrameReply reply) {
		Frame frame = new Frame(from, bytes, this.transport.runtime().inEventLoop());
		this.frames.add(frame);
		this.onFrame.accept(frame, reply);
	}

	@Override
	public void dropped(DropReason reason) {
		this.drops.add(reason);
	}

	@Override
	public FrameScanner requestScanner() {
		return TestFrames.scanner();
	}

	@Override
	public FrameScanner replyScanner() {
		return TestFrames.scanner();
	}

	@Override
	public void close() {
		result(this.transport.close().toCompletableFuture(), "the close");
	}

	record Packet(InetSocketAddress from, byte[] bytes, boolean onLoop) {
	}

	record Frame(InetSocketAddress from, byte[] bytes, boolean onLoop) {
	}

}
