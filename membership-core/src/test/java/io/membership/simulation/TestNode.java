package io.membership.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.membership.runtime.DropReason;
import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.FrameScanner;
import io.membership.runtime.NodeRuntime;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportDrop;
import io.membership.runtime.TransportHandler;
import io.membership.runtime.TransportOptions;

/** A node that writes down what happens to it. Its frames begin with their length. */
class TestNode implements TransportHandler {

	static final int TOO_LONG = 1_000_000;

	final Simulation simulation;

	final Transport transport;

	final NodeRuntime runtime;

	/** Everything that happened, in order. */
	final List<String> log = new ArrayList<>();

	/** When the last of it happened. */
	Duration lastAt = Duration.ZERO;

	int scans;

	boolean answers = true;

	TestNode(Simulation simulation) {
		this(simulation, TransportOptions.of(simulation.nextAddress(), Duration.ofSeconds(10)));
	}

	TestNode(Simulation simulation, TransportOptions options) {
		this.simulation = simulation;
		try {
			this.transport = simulation.transportFactory().bind(options);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.runtime = this.transport.runtime();
	}

	static TestNode started(Simulation simulation) {
		TestNode node = new TestNode(simulation);
		node.transport.start(node);
		return node;
	}

	InetSocketAddress address() {
		return this.transport.boundAddress();
	}

	NodeFaults faults() {
		return this.simulation.node(address());
	}

	void send(TestNode to, String text) {
		this.runtime.execute(() -> this.transport.sendPacket(to.address(), bytes(text),
				(cause) -> note("send failed " + cause.getClass().getSimpleName())));
	}

	void sendNow(TestNode to, String text) {
		this.transport.sendPacket(to.address(), bytes(text), null);
	}

	void exchange(InetSocketAddress to, String text, Duration timeout) {
		this.runtime.execute(() -> this.transport.exchange(to, frame(text), timeout, new Outcome()));
	}

	void sendFrame(InetSocketAddress to, String text, Duration timeout) {
		this.runtime.execute(() -> this.transport.sendFrame(to, frame(text), timeout, new Outcome()));
	}

	void note(String what) {
		this.log.add(what);
		this.lastAt = this.simulation.now();
	}

	@Override
	public void packet(InetSocketAddress from, byte[] packet) {
		note("packet " + text(packet));
	}

	@Override
	public void frame(InetSocketAddress from, byte[] frame, FrameReply reply) {
		String text = text(frame).substring(Integer.BYTES);
		note("frame " + text);
		if (this.answers) {
			reply.send(frame("re " + text));
		}
		else {
			reply.close();
		}
	}

	@Override
	public void dropped(DropReason reason) {
		note("dropped " + reason);
	}

	@Override
	public FrameScanner requestScanner() {
		return this::scan;
	}

	@Override
	public FrameScanner replyScanner() {
		return this::scan;
	}

	private int scan(byte[] buffer, int length) throws FrameRefusedException {
		this.scans++;
		if (length < Integer.BYTES) {
			return FrameScanner.NEED_MORE;
		}
		int end = Integer.BYTES + ByteBuffer.wrap(buffer).getInt();
		if (end > TOO_LONG) {
			throw new FrameRefusedException(TransportDrop.TOO_LARGE, "test");
		}
		return (length >= end) ? end : FrameScanner.NEED_MORE;
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	static byte[] frame(String text) {
		return ByteBuffer.allocate(Integer.BYTES + text.length()).putInt(text.length()).put(bytes(text)).array();
	}

	/** Writes down how a stream went. */
	final class Outcome implements Transport.ExchangeCallback {

		@Override
		public void completed(byte[] reply) {
			note((reply.length > 0) ? "reply " + text(reply).substring(Integer.BYTES) : "written");
		}

		@Override
		public void failed(Throwable cause) {
			note("failed " + cause.getClass().getSimpleName());
		}

	}

}
