package io.membership.simulation;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

import io.membership.runtime.DropReason;
import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.TransportDrop;
import io.membership.runtime.TransportHandler.FrameReply;
import org.jspecify.annotations.Nullable;

/** The end of a stream that accepts it, reads one frame, and may answer with one. */
final class StreamServer implements StreamEnd, FrameReply {

	private static final long HANDSHAKE_LIMIT = TimeUnit.SECONDS.toNanos(60);

	private final SimulatedTransport transport;

	private final SimulatedStream stream;

	private final StreamClient client;

	private @Nullable FrameAssembler request;

	private boolean established;

	private boolean accepted;

	private boolean begun;

	private boolean received;

	private boolean answered;

	private boolean closed;

	StreamServer(SimulatedTransport transport, SimulatedStream stream, StreamClient client) {
		this.transport = transport;
		this.stream = stream;
		this.client = client;
		stream.timeline.push(stream.timeline.in(HANDSHAKE_LIMIT), Timeline.INBOUND, this::giveUpHandshake);
	}

	/** The end of the handshake arrives at the server's host. */
	void acknowledgementArrives() {
		resetOrEstablish();
	}

	/**
	 * The first segment establishes the connection, so that the process sees it.
	 * @return whether it goes to the process, which may be gone
	 */
	private boolean resetOrEstablish() {
		if (this.transport.node().isDead()) {
			if (this.stream.simulation.network().refuses(this.stream.remote)) {
				this.stream.carry(false, this.client::resetArrives);
			}
			return false;
		}
		if (!this.established) {
			this.established = true;
			this.transport.opened(this);
			receive(TraceHash.NO_BYTES, this::accept);
		}
		return true;
	}

	/** Makes room for others if the handshake does not end. */
	private void giveUpHandshake() {
		if (!this.established) {
			this.established = true;
			this.closed = true;
			this.transport.connectionVanishes();
		}
	}

	private void accept() {
		this.accepted = this.transport.accept(from());
		if (!this.accepted) {
			closeStream();
			return;
		}
		this.request = new FrameAssembler(this.transport.handler().requestScanner(),
				this.transport.options().maxFrameBytes(), this.transport.budget());
		this.transport.node()
			.schedule(this.transport.options().streamTimeout().toNanos(), () -> drop(TransportDrop.STREAM_TIMEOUT));
	}

	/** A chunk of the request arrives at the server's host. */
	void dataArrives(byte[] chunk) {
		if (resetOrEstablish()) {
			receive(chunk, () -> received(chunk));
		}
	}

	private void received(byte[] chunk) {
		if (this.closed || this.received || this.request == null) {
			return;
		}
		this.begun |= chunk.length > 0;
		try {
			byte[] frame = this.request.add(chunk);
			if (frame != null) {
				this.received = true;
				this.transport.node().traffic.frameReceived(frame.length);
				handle(frame);
			}
		}
		catch (FrameRefusedException ex) {
			drop(ex.reason());
		}
		catch (RuntimeException ex) {
			this.stream.timeline.failed(ex);
			drop(TransportDrop.INTERNAL_ERROR);
		}
	}

	private void handle(byte[] frame) {
		if (!this.transport.guard(() -> this.transport.handler().frame(this.stream.local, frame, this))) {
			closeStream();
		}
	}

	/** The client's end of the data, or its reset, arrives at the server's host. */
	void endArrives() {
		if (resetOrEstablish()) {
			receive(TraceHash.NO_BYTES, this::ended);
		}
	}

	private void ended() {
		if (this.received) {
			// A client that expects no reply also ends its data here.
			return;
		}
		if (this.begun) {
			drop(TransportDrop.STREAM_ENDED);
		}
		else {
			// No byte at all is no loss: a port check does that.
			closeStream();
		}
	}

	@Override
	public void send(byte[] frame) {
		answer();
		if (this.closed) {
			return;
		}
		this.transport.node().traffic.frameSent(frame.length);
		release();
		this.stream.carryFrame(false, frame, new ReplyCarriage());
	}

	@Override
	public void close() {
		answer();
		closeStream();
	}

	private void answer() {
		if (!this.transport.node().isDead() && !this.transport.node().inEventLoop()) {
			throw new IllegalStateException("a frame is answered off the event loop of " + this.transport.node());
		}
		if (this.answered) {
			throw new IllegalStateException("a frame from " + this.stream.local + " is answered twice");
		}
		this.answered = true;
	}

	private void drop(DropReason reason) {
		if (!this.closed) {
			closeStream();
			this.transport.dropped(reason);
		}
	}

	private void closeStream() {
		if (!this.closed) {
			release();
			this.transport.closed(this);
			this.stream.carry(false, this.client::endArrives);
		}
	}

	private void release() {
		this.closed = true;
		if (this.request != null) {
			this.request.release();
		}
		if (this.accepted) {
			this.transport.releaseInbound(from());
		}
	}

	private void receive(byte[] data, Runnable work) {
		this.transport.node().arrive(new StreamEvent(data, work));
	}

	private InetAddress from() {
		return this.stream.local.getAddress();
	}

	@Override
	public void transportCloses() {
		closeStream();
	}

	@Override
	public void hostCrashes() {
		boolean open = !this.closed;
		this.closed = true;
		if (!this.stream.simulation.network().refuses(this.stream.remote)) {
			this.stream.vanish(false);
		}
		else if (open) {
			this.stream.carry(false, this.client::resetArrives);
		}
	}

	/** The reply on its way, during which the stream is still open. */
	private final class ReplyCarriage implements SimulatedStream.FrameCarriage {

		@Override
		public void chunkArrives(byte[] chunk) {
			StreamServer.this.client.dataArrives(chunk);
		}

		@Override
		public void endArrives() {
			givenUp();
			StreamServer.this.client.endArrives();
		}

		@Override
		public void givenUp() {
			StreamServer.this.transport.closed(StreamServer.this);
		}

	}

}
