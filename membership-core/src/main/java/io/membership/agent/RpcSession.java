package io.membership.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.membership.SafeText;
import io.membership.wire.WireException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One connection of a client. Executes its requests one at a time, in order; while a
 * request runs, or while the client does not read, the session reads nothing more.
 * Confined to the event loop.
 */
final class RpcSession extends ChannelInboundHandlerAdapter {

	private static final Logger logger = LoggerFactory.getLogger(RpcSession.class);

	private final RpcServerConfig.Limits limits;

	private final Channel channel;

	private final IpcFramer framer = new IpcFramer();

	private final RpcGate gate;

	private final RpcCommands commands;

	/** A request whose body has not arrived yet. */
	private @Nullable Request waiting;

	private boolean busy;

	private boolean ended;

	private @Nullable Future<?> strangerTimer;

	private @Nullable Future<?> requestTimer;

	private @Nullable Future<?> stallTimer;

	RpcSession(RpcContext context, Channel channel) {
		this.limits = context.config().limits();
		this.channel = channel;
		this.gate = new RpcGate(context.config(), context.wrongKeys(), channel.remoteAddress());
		this.commands = new RpcCommands(context, channel);
	}

	@Override
	public void channelActive(ChannelHandlerContext handler) {
		logger.atDebug().addKeyValue("client", this.channel.remoteAddress()).log("Client has connected");
		this.strangerTimer = after(this.limits.strangerTimeout(), "it has not authenticated in time");
	}

	@Override
	public void channelRead(ChannelHandlerContext handler, Object message) {
		try {
			if (!this.ended) {
				ByteBuf bytes = (ByteBuf) message;
				int length = bytes.readableBytes();
				bytes.readBytes(this.framer.room(length), this.framer.position(), length);
				this.framer.added(length);
			}
		}
		finally {
			ReferenceCountUtil.release(message);
		}
		process();
	}

	/** Handles complete requests until one must wait. */
	private void process() {
		try {
			while (!this.ended && !this.busy && this.channel.isWritable()) {
				byte[] value = this.framer
					.next(this.gate.isPassed() ? this.limits.requestBytes() : this.limits.strangerRequestBytes());
				if (value == null) {
					break;
				}
				take(IpcFields.read(value));
			}
		}
		catch (IOException | RuntimeException ex) {
			refuse(ex);
		}
		this.channel.config().setAutoRead(!this.busy && this.channel.isWritable());
		watchRequest();
	}

	private void take(IpcFields value) throws IOException {
		this.requestTimer = cancel(this.requestTimer);
		Request request = this.waiting;
		if (request != null) {
			this.waiting = null;
			run(request.command(), request.seq(), value);
			return;
		}
		long seq = value.unsigned("Seq");
		RpcCommand command = RpcCommand.of(value.text("Command"));
		if (!this.gate.isHandshaken() && command != RpcCommand.HANDSHAKE) {
			write(seq, RpcReply.fatal("Handshake required"));
		}
		else if (command == null) {
			// An unknown command leaves open whether a body follows.
			write(seq, RpcReply.fatal(this.gate.isAuthenticated() ? "Unsupported command" : "Authentication required"));
		}
		else if (command.hasBody()) {
			this.waiting = new Request(command, seq);
		}
		else {
			run(command, seq, IpcFields.none());
		}
	}

	private void run(RpcCommand command, long seq, IpcFields body) throws IOException {
		if (command == RpcCommand.HANDSHAKE) {
			write(seq, this.gate.handshake(body));
		}
		else if (command == RpcCommand.AUTH) {
			authenticate(seq, body);
		}
		else if (!this.gate.isAuthenticated()) {
			write(seq, RpcReply.error("Authentication required"));
		}
		else {
			if (command.isChange()) {
				logger.atInfo()
					.addKeyValue("client", this.channel.remoteAddress())
					.addKeyValue("command", command)
					.log("RPC client changes the cluster");
			}
			answer(seq, execute(command, seq, body));
		}
		if (this.gate.isPassed()) {
			this.strangerTimer = cancel(this.strangerTimer);
		}
	}

	private CompletionStage<RpcReply> execute(RpcCommand command, long seq, IpcFields body) throws IOException {
		try {
			return this.commands.execute(command, seq, body);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// The cluster refuses at once: too large, or no longer running. Reply with a
			// body, as a client that expects one would wait for ever.
			String message = RpcReply.message(ex);
			return (command.isLook() ? RpcReply.fatal(message) : RpcReply.error(message)).now();
		}
	}

	/**
	 * Delays the reply to a wrong key. The session handles nothing else meanwhile, which
	 * slows down guessing.
	 */
	private void authenticate(long seq, IpcFields body) throws IOException {
		RpcReply reply = this.gate.authenticate(body);
		if (reply.error().isEmpty()) {
			write(seq, reply);
			return;
		}
		logger.atWarn().addKeyValue("client", this.channel.remoteAddress()).log("Client presented a wrong RPC key");
		this.busy = true;
		this.channel.eventLoop()
			.schedule(() -> finish(seq, reply), this.limits.failureDelay().toNanos(), TimeUnit.NANOSECONDS);
	}

	private void answer(long seq, CompletionStage<RpcReply> stage) {
		CompletableFuture<RpcReply> work = stage.toCompletableFuture();
		if (work.isDone() && !work.isCompletedExceptionally()) {
			write(seq, work.join());
			return;
		}
		this.busy = true;
		work.whenComplete((reply, failure) -> {
			RpcReply done = (failure != null) ? RpcReply.error(RpcReply.message(failure)) : reply;
			try {
				this.channel.eventLoop().execute(() -> finish(seq, done));
			}
			catch (RejectedExecutionException ex) {
				// The server has been closed, and this connection with it.
				runSent(done);
			}
		});
	}

	private void finish(long seq, RpcReply reply) {
		this.busy = false;
		write(seq, reply);
		process();
	}

	private void write(long seq, RpcReply reply) {
		byte[] header = IpcWriter.header(seq, reply.error()).toBytes();
		byte[] body = reply.body();
		ByteBuf bytes = (body != null) ? Unpooled.wrappedBuffer(header, body) : Unpooled.wrappedBuffer(header);
		this.ended |= reply.close();
		ChannelFuture written = this.channel.writeAndFlush(bytes);
		written.addListener((done) -> runSent(reply));
		if (reply.close()) {
			written.addListener(ChannelFutureListener.CLOSE);
		}
	}

	private static void runSent(RpcReply reply) {
		Runnable sent = reply.sent();
		if (sent != null) {
			sent.run();
		}
	}

	/** Limits the time for an incomplete request. */
	private void watchRequest() {
		boolean incomplete = !this.ended && !this.busy && (this.waiting != null || this.framer.hasPartial());
		if (!incomplete) {
			this.requestTimer = cancel(this.requestTimer);
		}
		else if (this.requestTimer == null) {
			this.requestTimer = after(this.limits.requestTimeout(), "a request takes too long to arrive");
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext handler) {
		if (this.channel.isWritable()) {
			this.stallTimer = cancel(this.stallTimer);
			this.commands.writable();
			process();
		}
		else if (this.stallTimer == null) {
			this.stallTimer = after(this.limits.stallTimeout(), "it does not read its replies");
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext handler) {
		this.ended = true;
		this.strangerTimer = cancel(this.strangerTimer);
		this.requestTimer = cancel(this.requestTimer);
		this.stallTimer = cancel(this.stallTimer);
		this.commands.close();
		logger.atDebug().addKeyValue("client", this.channel.remoteAddress()).log("Client has gone");
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext handler, Throwable cause) {
		logger.atDebug().addKeyValue("client", this.channel.remoteAddress()).setCause(cause).log("Connection failed");
		this.channel.close();
	}

	/** Closes the connection after malformed input, as the rest cannot be parsed. */
	private void refuse(Exception cause) {
		this.ended = true;
		LoggingEventBuilder event = this.gate.isPassed() ? logger.atWarn() : logger.atDebug();
		if (!(cause instanceof WireException)) {
			event = logger.atWarn().setCause(cause);
		}
		event.addKeyValue("client", this.channel.remoteAddress())
			.addKeyValue("cause", SafeText.of(cause.getMessage()))
			.log("Failed to evaluate request, connection closed");
		this.channel.close();
	}

	private Future<?> after(Duration delay, String why) {
		return this.channel.eventLoop().schedule(() -> {
			(this.gate.isPassed() ? logger.atWarn() : logger.atDebug())
				.addKeyValue("client", this.channel.remoteAddress())
				.addKeyValue("cause", why)
				.log("Client is disconnected");
			this.ended = true;
			this.channel.close();
		}, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	private static @Nullable Future<?> cancel(@Nullable Future<?> timer) {
		if (timer != null) {
			timer.cancel(false);
		}
		return null;
	}

	private record Request(RpcCommand command, long seq) {
	}

}
