package io.membership.netty;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import io.membership.runtime.DropReason;
import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.TransportDrop;
import io.membership.runtime.TransportHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream opened by a peer: reads one frame, passes it on, writes at most one reply and
 * closes. One deadline covers all of it, however slowly bytes trickle.
 */
final class InboundStream extends ChannelInboundHandlerAdapter implements TransportHandler.FrameReply {

	/** How long the peer may take to read the reply and close, before we close. */
	static final long LINGER = TimeUnit.SECONDS.toNanos(1);

	private static final Logger logger = LoggerFactory.getLogger(InboundStream.class);

	private final StreamContext streams;

	private final TransportHandler handler;

	private final Channel channel;

	private final InetSocketAddress from;

	private final TimerQueue.Timer deadline;

	private State state = State.READING;

	private @Nullable FrameBuffer buffer;

	private @Nullable FrameWriter writer;

	private TimerQueue.@Nullable Timer linger;

	InboundStream(Channel channel, StreamContext streams, TransportHandler handler) {
		this.streams = streams;
		this.handler = handler;
		this.channel = channel;
		this.from = AddressFamilies.normalize((InetSocketAddress) channel.remoteAddress());
		this.deadline = streams.timers().schedule(streams.options().streamTimeout().toNanos(), this::timedOut);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		byte[] frame;
		try {
			if (this.state != State.READING) {
				// Ignore bytes behind the frame.
				return;
			}
			frame = buffer().add((ByteBuf) message);
		}
		catch (FrameRefusedException ex) {
			drop(ex.reason());
			return;
		}
		catch (Throwable ex) {
			failed("request scanner", ex);
			return;
		}
		finally {
			ReferenceCountUtil.release(message);
		}
		if (frame != null) {
			deliver(frame);
		}
	}

	private FrameBuffer buffer() {
		if (this.buffer == null) {
			this.buffer = this.streams.newBuffer(this.handler.requestScanner());
		}
		return this.buffer;
	}

	private void deliver(byte[] frame) {
		this.state = State.ANSWERING;
		try {
			this.handler.frame(this.from, frame, this);
		}
		catch (Throwable ex) {
			failed("frame", ex);
		}
	}

	private void failed(String where, Throwable cause) {
		try {
			this.streams.boundary().caught(where, cause);
		}
		finally {
			close();
		}
	}

	@Override
	public void send(byte[] frame) {
		if (!this.channel.eventLoop().inEventLoop()) {
			this.streams.runtime().execute(() -> send(frame));
			return;
		}
		if (this.state == State.ANSWERING) {
			this.state = State.WRITING;
			this.writer = new FrameWriter(this.channel, frame, this::written);
			this.writer.write();
		}
	}

	@Override
	public void close() {
		if (!this.channel.eventLoop().inEventLoop()) {
			this.streams.runtime().execute(this::close);
			return;
		}
		if (this.state != State.WRITING && this.state != State.LINGERING) {
			end();
		}
	}

	private void written(ChannelFuture future) {
		if (!future.isSuccess()) {
			end();
			return;
		}
		// Closing while the peer still sends would reset the connection, and the reset
		// may overtake the reply. So say that we are done, and let the peer close first.
		this.state = State.LINGERING;
		this.linger = this.streams.timers().schedule(LINGER, this::end);
		((DuplexChannel) this.channel).shutdownOutput();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (this.writer != null) {
			this.writer.write();
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event != ChannelInputShutdownEvent.INSTANCE) {
			return;
		}
		if (this.state == State.READING) {
			endedEarly();
		}
		else if (this.state == State.LINGERING) {
			end();
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		logger.atDebug().addKeyValue("from", this.from).addKeyValue("cause", cause).log("Inbound stream failed");
		endedEarly();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		endedEarly();
	}

	/**
	 * The peer has closed. A stream that never carried a byte is no error: port checks do
	 * that.
	 */
	private void endedEarly() {
		if (this.state == State.READING && this.buffer != null) {
			drop(TransportDrop.STREAM_ENDED);
		}
		else {
			end();
		}
	}

	private void timedOut() {
		if (this.state == State.LINGERING) {
			end();
		}
		else {
			drop(TransportDrop.STREAM_TIMEOUT);
		}
	}

	private void drop(DropReason reason) {
		if (this.state == State.ENDED) {
			return;
		}
		try {
			this.streams.boundary().dropped(reason);
		}
		finally {
			end();
		}
	}

	private void end() {
		if (this.state == State.ENDED) {
			return;
		}
		this.state = State.ENDED;
		this.deadline.cancel();
		if (this.linger != null) {
			this.linger.cancel();
		}
		if (this.buffer != null) {
			this.buffer.release();
		}
		this.writer = null;
		this.channel.close();
	}

	private enum State {

		READING, ANSWERING, WRITING, LINGERING, ENDED

	}

}
