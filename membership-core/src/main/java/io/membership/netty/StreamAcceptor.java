package io.membership.netty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import io.membership.runtime.TransportDrop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs before Netty's own acceptor: refuses streams over the limits before reading from
 * them, and pauses after an error, for example when the process has no file descriptors
 * left, so that the loop does not spin on it.
 */
final class StreamAcceptor extends ChannelInboundHandlerAdapter {

	static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

	static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

	private static final Logger logger = LoggerFactory.getLogger(StreamAcceptor.class);

	private final StreamLimits limits;

	private final Boundary boundary;

	private final TimerQueue timers;

	private long pause;

	StreamAcceptor(StreamLimits limits, Boundary boundary, TimerQueue timers) {
		this.limits = limits;
		this.boundary = boundary;
		this.timers = timers;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		this.pause = 0;
		Channel stream = (Channel) message;
		InetSocketAddress remote = (InetSocketAddress) stream.remoteAddress();
		if (remote == null) {
			// Reset before it was accepted.
			stream.unsafe().closeForcibly();
			return;
		}
		InetAddress from = AddressFamilies.normalize(remote).getAddress();
		if (!this.limits.admit(from)) {
			this.boundary.dropped(TransportDrop.STREAM_LIMIT);
			stream.unsafe().closeForcibly();
			return;
		}
		stream.closeFuture().addListener((closed) -> this.limits.ended(from));
		context.fireChannelRead(stream);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.pause = (this.pause == 0) ? FIRST_PAUSE : Math.min(2 * this.pause, LONGEST_PAUSE);
		logger.atWarn()
			.addKeyValue("address", context.channel().localAddress())
			.addKeyValue("pauseMillis", TimeUnit.NANOSECONDS.toMillis(this.pause))
			.addKeyValue("cause", cause)
			.log("Could not accept a stream; accepting again after a pause");
		context.channel().config().setAutoRead(false);
		this.timers.schedule(this.pause, () -> context.channel().config().setAutoRead(true));
	}

}
