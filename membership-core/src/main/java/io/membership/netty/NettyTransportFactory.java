package io.membership.netty;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.membership.Addresses;
import io.membership.runtime.LimitedExecutor;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportFactory;
import io.membership.runtime.TransportOptions;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds members to real sockets. All members of a factory share its event-loop threads
 * and its threads for blocking work: a member needs no separate thread, and stays on one
 * event loop. Uses native epoll on Linux if it can be loaded, otherwise the JDK's NIO.
 * All threads are daemon threads named {@code membership-...}, and start on demand.
 * Thread-safe.
 */
public final class NettyTransportFactory implements TransportFactory, AutoCloseable {

	/**
	 * Maximum number of threads for blocking work of one member, several times the number
	 * that ordered callbacks can block.
	 */
	static final int BLOCKING_THREADS_PER_MEMBER = 16;

	private static final Logger logger = LoggerFactory.getLogger(NettyTransportFactory.class);

	private static final long IDLE_THREAD_SECONDS = 10;

	private static final long CLOSE_SECONDS = 5;

	private static final TransportFactory SHARED = new SharedTransportFactory(NettyTransportFactory::new);

	private final Sockets sockets;

	private final MultiThreadIoEventLoopGroup loops;

	private final ExecutorService blocking;

	private final Set<NettyTransport> transports = ConcurrentHashMap.newKeySet();

	/** Creates a factory with one event-loop thread, which is enough for many members. */
	public NettyTransportFactory() {
		this(1);
	}

	/**
	 * Creates a factory.
	 * @param eventLoopThreads the number of event loops that share the members
	 */
	public NettyTransportFactory(int eventLoopThreads) {
		this(eventLoopThreads, Sockets.best());
	}

	NettyTransportFactory(int eventLoopThreads, Sockets sockets) {
		this.sockets = sockets;
		this.loops = new MultiThreadIoEventLoopGroup(eventLoopThreads,
				new DefaultThreadFactory("membership-loop", true), sockets.ioHandler());
		this.blocking = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_THREAD_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), new DefaultThreadFactory("membership-blocking", true));
	}

	/**
	 * Returns the shared factory, which is the right one for most applications. Its
	 * single event-loop thread starts with the first member and ends with the last.
	 * @return the shared factory
	 */
	public static TransportFactory shared() {
		return SHARED;
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Blocks until the sockets are bound, so it must not be called on an event loop of
	 * this factory.
	 * @throws java.net.BindException if the address or port cannot be bound
	 */
	@Override
	public Transport bind(TransportOptions options) throws IOException {
		return bindTransport(options);
	}

	NettyTransport bindTransport(TransportOptions options) throws IOException {
		EventLoop loop = this.loops.next();
		NettyTransport transport = new NettyTransport(loop, this.sockets, options,
				new LimitedExecutor(this.blocking, BLOCKING_THREADS_PER_MEMBER));
		this.transports.add(transport);
		transport.whenClosed(() -> this.transports.remove(transport));
		logger.atDebug()
			.addKeyValue("address", Addresses.format(transport.boundAddress()))
			.addKeyValue("sockets", this.sockets)
			.log("Transport is bound");
		return transport;
	}

	/**
	 * Closes all transports of this factory and ends its threads. Waits a few seconds at
	 * most until the ports are free, or not at all when called on an event loop. Does not
	 * interrupt blocking work that is still running.
	 */
	@Override
	public void close() {
		CompletableFuture<?>[] closed = this.transports.stream()
			.map((transport) -> transport.close().toCompletableFuture())
			.toArray(CompletableFuture<?>[]::new);
		CompletableFuture<Void> all = CompletableFuture.allOf(closed)
			.whenComplete((done, ex) -> this.loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS));
		// a member that ends still completes the pending futures of its callers
		this.loops.terminationFuture().addListener((terminated) -> this.blocking.shutdown());
		for (EventExecutor loop : this.loops) {
			if (loop.inEventLoop()) {
				return;
			}
		}
		await(all);
		this.loops.terminationFuture().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
	}

	boolean isTerminated() {
		return this.loops.isTerminated();
	}

	private static void await(CompletableFuture<Void> closed) {
		try {
			closed.get(CLOSE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.atWarn().setCause(ex).log("Not all transports could be closed in time");
		}
	}

}
