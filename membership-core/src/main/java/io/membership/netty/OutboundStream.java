package io.membership.netty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Consumer;

import io.membership.Addresses;
import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.FrameScanner;
import io.membership.runtime.Transport.ExchangeCallback;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * A stream opened by this member: connects, writes one frame, reads the reply if one is
 * expected, and closes, all within one timeout. The callback is called exactly once.
 */
final class OutboundStream extends ChannelInboundHandlerAdapter {

	private static final byte[] NO_REPLY = {};

	private final StreamContext streams;

	private final InetSocketAddress to;

	private final byte[] request;

	private final Duration timeout;

	private final ExchangeCallback callback;

	private final @Nullable FrameBuffer reply;

	private final Consumer<OutboundStream> whenEnded;

	private final TimerQueue.Timer deadline;

	private State state = State.CONNECTING;

	private boolean settled;

	private @Nullable Channel channel;

	private @Nullable FrameWriter writer;

	private TimerQueue.@Nullable Timer linger;

	/**
	 * Creates a stream; the time starts to run now.
	 * @param replyScanner finds the end of the reply, or {@code null} if none is wanted
	 * @param whenEnded called when nothing is left of the stream
	 */
	OutboundStream(StreamContext streams, InetSocketAddress to, byte[] request, Duration timeout,
			@Nullable FrameScanner replyScanner, ExchangeCallback callback, Consumer<OutboundStream> whenEnded) {
		this.streams = streams;
		this.to = AddressFamilies.normalize(to);
		this.request = request;
		this.timeout = timeout;
		this.callback = callback;
		this.reply = (replyScanner != null) ? streams.newBuffer(replyScanner) : null;
		this.whenEnded = whenEnded;
		this.deadline = streams.timers().schedule(timeout.toNanos(), this::timedOut);
	}

	/** Connects. Not called in the frame of the caller, since it may fail at once. */
	void connect(Bootstrap bootstrap) {
		if (this.state == State.ENDED) {
			return;
		}
		if (this.to.isUnresolved()) {
			fail(new UnknownHostException(
					"cannot connect to " + Addresses.format(this.to) + ": the name is not resolved"));
			return;
		}
		ChannelFuture connected = bootstrap.handler(this).connect(this.to);
		this.channel = connected.channel();
		ChannelFutureListener listener = this::connected;
		connected.addListener(listener);
	}

	private void connected(ChannelFuture future) {
		if (this.state == State.ENDED) {
			future.channel().close();
			return;
		}
		if (!future.isSuccess()) {
			fail(Failures.connect(this.to, future.cause()));
			return;
		}
		this.state = State.WRITING;
		this.writer = new FrameWriter(future.channel(), this.request, this::written);
		this.writer.write();
	}

	private void written(ChannelFuture future) {
		if (this.settled || this.state != State.WRITING) {
			return;
		}
		if (!future.isSuccess()) {
			fail(Failures.broken(this.to, future.cause()));
			return;
		}
		this.state = State.READING;
		if (this.reply == null) {
			// Closing at once would reset the connection if the peer had sent something,
			// and the reset may overtake our frame. So only say that we are done.
			ChannelFutureListener listener = this::outputShutDown;
			((DuplexChannel) future.channel()).shutdownOutput().addListener(listener);
		}
	}

	private void outputShutDown(ChannelFuture future) {
		if (this.state != State.READING) {
			return;
		}
		if (!future.isSuccess()) {
			fail(Failures.broken(this.to, future.cause()));
			return;
		}
		this.state = State.LINGERING;
		this.linger = this.streams.timers().schedule(InboundStream.LINGER, this::end);
		complete(NO_REPLY);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		byte[] frame;
		try {
			if (this.settled || this.reply == null) {
				return;
			}
			frame = this.reply.add((ByteBuf) message);
		}
		catch (FrameRefusedException ex) {
			fail(ex);
			return;
		}
		catch (Throwable ex) {
			fail(new IOException("cannot read the reply of " + Addresses.format(this.to), ex));
			this.streams.boundary().caught("reply scanner", ex);
			return;
		}
		finally {
			ReferenceCountUtil.release(message);
		}
		if (frame != null) {
			end();
			complete(frame);
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (this.writer != null) {
			this.writer.write();
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event == ChannelInputShutdownEvent.INSTANCE && (this.reply != null || this.state == State.LINGERING)) {
			ended();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		ended();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		fail(Failures.broken(this.to, cause));
	}

	/** The transport is being closed. */
	void abort() {
		fail(new IOException("the transport has been closed"));
	}

	private void ended() {
		fail(Failures.ended(this.to, (this.reply == null) ? "the whole frame was written"
				: "a whole reply had arrived (" + this.reply.length() + " bytes had)"));
	}

	private void timedOut() {
		fail(Failures.timeout(this.to, this.timeout, switch (this.state) {
			case CONNECTING -> "not connected";
			case WRITING -> "connected, but the peer did not take the whole frame";
			default -> "connected, but no whole reply arrived";
		}));
	}

	private void fail(IOException cause) {
		end();
		if (!this.settled) {
			this.settled = true;
			try {
				this.callback.failed(cause);
			}
			catch (Throwable ex) {
				this.streams.boundary().caught("failure callback", ex);
			}
		}
	}

	private void complete(byte[] frame) {
		if (!this.settled) {
			this.settled = true;
			this.deadline.cancel();
			try {
				this.callback.completed(frame);
			}
			catch (Throwable ex) {
				this.streams.boundary().caught("completion callback", ex);
			}
		}
	}

	private void end() {
		if (this.state == State.ENDED) {
			return;
		}
		this.state = State.ENDED;
		this.writer = null;
		this.deadline.cancel();
		if (this.linger != null) {
			this.linger.cancel();
		}
		if (this.reply != null) {
			this.reply.release();
		}
		if (this.channel != null) {
			this.channel.close();
		}
		this.whenEnded.accept(this);
	}

	private enum State {

		CONNECTING, WRITING, READING, LINGERING, ENDED

	}

}
