package io.membership.simulation;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;

import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.Transport.ExchangeCallback;
import org.jspecify.annotations.Nullable;

/** The end of a stream that connects, writes one frame, and may read one. */
final class StreamClient implements StreamEnd, SimulatedStream.SynAnswer {

	private final SimulatedTransport transport;

	private final SimulatedStream stream;

	private final byte[] request;

	private final boolean wantsReply;

	private final ExchangeCallback callback;

	private @Nullable StreamServer server;

	private @Nullable FrameAssembler reply;

	private boolean done;

	private boolean writing;

	private boolean written;

	StreamClient(SimulatedTransport transport, SimulatedStream stream, byte[] request, boolean wantsReply,
			ExchangeCallback callback) {
		this.transport = transport;
		this.stream = stream;
		this.request = request;
		this.wantsReply = wantsReply;
		this.callback = callback;
	}

	void connect(Duration timeout) {
		this.reply = this.wantsReply ? new FrameAssembler(this.transport.handler().replyScanner(),
				this.transport.options().maxFrameBytes(), this.transport.budget()) : null;
		this.transport.opened(this);
		SimulatedNode node = this.transport.node();
		if (this.stream.remote.isUnresolved()) {
			node.execute(() -> fail(new UnknownHostException("not resolved: " + this.stream.remote)));
			return;
		}
		if (this.stream.toServer().unreachable()) {
			node.execute(() -> fail(new ConnectException("no route to " + this.stream.remote)));
			return;
		}
		node.schedule(timeout.toNanos(),
				() -> fail(new SocketTimeoutException("no success within " + timeout + " with " + this.stream.remote)));
		this.stream.synToServer(this);
	}

	@Override
	public boolean isWanted() {
		return !this.done;
	}

	@Override
	public boolean arrives() {
		SimulatedTransport listener = this.stream.simulation.boundAt(this.stream.remote);
		if (listener == null) {
			boolean refused = this.stream.simulation.network().refuses(this.stream.remote);
			if (refused) {
				this.stream.carry(false, this::refusalArrives);
			}
			return refused;
		}
		if (!listener.connectionArrives()) {
			return false;
		}
		StreamServer peer = new StreamServer(listener, this.stream, this);
		this.server = peer;
		this.stream.carry(false, () -> establish(peer));
		return true;
	}

	private void refusalArrives() {
		receive(() -> fail(new ConnectException("connection refused by " + this.stream.remote)));
	}

	/** The server's first segment arrives at the client's host. */
	private void establish(StreamServer peer) {
		if (this.done) {
			this.stream.carry(true, peer::endArrives);
		}
		else {
			this.stream.carry(true, peer::acknowledgementArrives);
			receive(() -> connected(peer));
		}
	}

	private void connected(StreamServer peer) {
		if (this.done) {
			this.stream.carry(true, peer::endArrives);
			return;
		}
		this.writing = true;
		this.transport.node().traffic.frameSent(this.request.length);
		// From here on it is the kernel's: it goes out also if this end gives up.
		this.stream.carryFrame(true, this.request, new RequestCarriage(peer));
		if (!this.wantsReply) {
			complete(TraceHash.NO_BYTES);
		}
	}

	/** A chunk of the reply arrives at the client's host. */
	void dataArrives(byte[] chunk) {
		this.transport.node().arrive(new StreamEvent(chunk, () -> received(chunk)));
	}

	private void received(byte[] chunk) {
		if (this.done || this.reply == null) {
			return;
		}
		try {
			byte[] frame = this.reply.add(chunk);
			if (frame != null) {
				this.transport.node().traffic.frameReceived(frame.length);
				complete(frame);
			}
		}
		catch (FrameRefusedException ex) {
			fail(ex);
		}
		catch (RuntimeException ex) {
			this.stream.timeline.failed(ex);
			fail(ex);
		}
	}

	/** The server's end of the data arrives. */
	void endArrives() {
		receive(() -> fail(new EOFException(this.stream.remote + " closed the stream before a whole reply")));
	}

	/** The server's host says that the connection is gone. */
	void resetArrives() {
		receive(() -> fail(new SocketException("connection reset by " + this.stream.remote)));
	}

	private void receive(Runnable work) {
		this.transport.node().arrive(new StreamEvent(TraceHash.NO_BYTES, work));
	}

	private void complete(byte[] frame) {
		finish();
		this.callback.completed(frame);
	}

	private void fail(Throwable cause) {
		if (this.done) {
			return;
		}
		finish();
		endData();
		this.callback.failed(cause);
	}

	/** Tells the server, unless the end follows the data that is still on its way. */
	private void endData() {
		StreamServer peer = this.server;
		if (peer != null && this.written) {
			this.stream.carry(true, peer::endArrives);
		}
	}

	private void finish() {
		this.done = true;
		if (!this.writing || this.written) {
			this.transport.closed(this);
		}
		if (this.reply != null) {
			this.reply.release();
		}
	}

	@Override
	public void transportCloses() {
		this.transport.guard(() -> fail(new ClosedChannelException()));
	}

	@Override
	public void hostCrashes() {
		boolean open = !this.done;
		this.done = true;
		if (!this.stream.simulation.network().refuses(this.transport.boundAddress())) {
			this.stream.vanish(true);
		}
		else if (open) {
			endData();
		}
	}

	/** The request on its way, which this end no longer decides about. */
	private final class RequestCarriage implements SimulatedStream.FrameCarriage {

		private final StreamServer peer;

		RequestCarriage(StreamServer peer) {
			this.peer = peer;
		}

		@Override
		public void chunkArrives(byte[] chunk) {
			this.peer.dataArrives(chunk);
		}

		@Override
		public void endArrives() {
			givenUp();
			if (StreamClient.this.done) {
				this.peer.endArrives();
			}
		}

		@Override
		public void givenUp() {
			StreamClient.this.written = true;
			if (StreamClient.this.done) {
				StreamClient.this.transport.closed(StreamClient.this);
			}
		}

	}

}
