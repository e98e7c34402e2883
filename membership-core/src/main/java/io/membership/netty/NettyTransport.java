package io.membership.netty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.membership.runtime.FrameScanner;
import io.membership.runtime.HostNetwork;
import io.membership.runtime.NodeRuntime;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportHandler;
import io.membership.runtime.TransportOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * UDP and TCP on one port, on one Netty event loop. Everything but the methods that say
 * otherwise, and the callbacks, runs on the loop.
 */
final class NettyTransport implements Transport {

	private final EventLoop loop;

	private final Sockets sockets;

	private final StreamContext streams;

	private final LoopRuntime runtime;

	private final PacketReceiver receiver;

	private final Set<Channel> inbound = new HashSet<>();

	private final Set<OutboundStream> outbound = new HashSet<>();

	private final PortBinder.Bound bound;

	private final PacketSender sender;

	private final AtomicBoolean started = new AtomicBoolean();

	private final AtomicBoolean closing = new AtomicBoolean();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private @Nullable TransportHandler handler;

	/**
	 * Binds both sockets. Called on any thread but the loop.
	 * @throws IOException if one of them cannot be bound
	 */
	NettyTransport(EventLoop loop, Sockets sockets, TransportOptions options, Executor blocking) throws IOException {
		this.loop = loop;
		this.sockets = sockets;
		Boundary boundary = new Boundary();
		this.runtime = new LoopRuntime(loop, blocking, boundary);
		this.streams = new StreamContext(options, this.runtime, boundary, new ByteBudget(options.inboundByteBudget()));
		this.receiver = new PacketReceiver(boundary);
		StreamLimits limits = new StreamLimits(options.maxInboundStreams(), options.maxInboundStreamsPerAddress());
		this.bound = new PortBinder(loop, sockets, options).bind(this.receiver,
				new StreamAcceptor(limits, boundary, this.runtime.timers()), new ChannelInitializer<>() {
					@Override
					protected void initChannel(Channel stream) {
						accept(stream);
					}
				});
		this.sender = new PacketSender(this.bound.udp(), this.runtime, this.bound.address());
	}

	@Override
	public NodeRuntime runtime() {
		return this.runtime;
	}

	@Override
	public InetSocketAddress boundAddress() {
		return this.bound.address();
	}

	@Override
	public HostNetwork hostNetwork() {
		return new SystemNetwork();
	}

	@Override
	public void start(TransportHandler handler) {
		if (!this.started.compareAndSet(false, true)) {
			throw new IllegalStateException("the transport has been started already");
		}
		this.runtime.execute(() -> {
			this.handler = handler;
			this.streams.boundary().handler(handler);
			this.receiver.handler(handler);
			this.bound.udp().config().setAutoRead(true);
			this.bound.tcp().config().setAutoRead(true);
		});
	}

	private void accept(Channel stream) {
		this.inbound.add(stream);
		stream.closeFuture().addListener((future) -> this.inbound.remove(stream));
		TransportHandler receiver = Objects.requireNonNull(this.handler, "accepting before start");
		stream.pipeline().addLast(new InboundStream(stream, this.streams, receiver));
	}

	@Override
	public void sendPacket(InetSocketAddress to, byte[] packet, @Nullable FailureCallback onFailure) {
		if (!this.runtime.isClosed()) {
			this.sender.send(to, packet, onFailure);
		}
	}

	@Override
	public void sendFrame(InetSocketAddress to, byte[] frame, Duration timeout, ExchangeCallback callback) {
		open(to, frame, timeout, null, callback);
	}

	@Override
	public void exchange(InetSocketAddress to, byte[] request, Duration timeout, ExchangeCallback callback) {
		if (this.handler == null) {
			throw new IllegalStateException("the transport has not been started");
		}
		open(to, request, timeout, this.handler.replyScanner(), callback);
	}

	private void open(InetSocketAddress to, byte[] request, Duration timeout, @Nullable FrameScanner replyScanner,
			ExchangeCallback callback) {
		if (this.runtime.isClosed()) {
			return;
		}
		OutboundStream stream = new OutboundStream(this.streams, to, request, timeout, replyScanner, callback,
				this.outbound::remove);
		this.outbound.add(stream);
		Bootstrap bootstrap = new Bootstrap().group(this.loop)
			.channelFactory(this.sockets.client(AddressFamilies.familyOf(AddressFamilies.normalize(to))))
			.disableResolver()
			.option(ChannelOption.TCP_NODELAY, true)
			.option(ChannelOption.ALLOW_HALF_CLOSURE, true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
		this.runtime.execute(() -> stream.connect(bootstrap));
	}

	@Override
	public CompletionStage<Void> close() {
		if (this.closing.compareAndSet(false, true)) {
			this.runtime.drop();
			try {
				this.loop.execute(this::closeSockets);
			}
			catch (RejectedExecutionException ex) {
				// The loop has ended, which closed every socket of it.
				this.closed.complete(null);
			}
		}
		return this.closed.minimalCompletionStage();
	}

	/** Runs an action on the loop once everything is closed. */
	void whenClosed(Runnable action) {
		this.closed.thenRun(action);
	}

	private void closeSockets() {
		this.receiver.handler(null);
		this.streams.boundary().handler(null);
		this.runtime.timers().close();
		List.copyOf(this.outbound).forEach(OutboundStream::abort);
		List<Channel> channels = new ArrayList<>(this.inbound);
		channels.add(this.bound.tcp());
		channels.add(this.bound.udp());
		CompletableFuture<?>[] all = channels.stream().map(NettyTransport::close).toArray(CompletableFuture<?>[]::new);
		CompletableFuture.allOf(all).thenRun(this::completeAfterSelect);
	}

	/** The JDK frees the port of a closed channel when its selector looks next. */
	private void completeAfterSelect() {
		try {
			this.loop.schedule(() -> this.closed.complete(null), 0, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			this.closed.complete(null);
		}
	}

	private static CompletableFuture<Void> close(Channel channel) {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		channel.close().addListener((future) -> closed.complete(null));
		return closed;
	}

}
