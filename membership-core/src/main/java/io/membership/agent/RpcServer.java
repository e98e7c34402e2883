package io.membership.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.membership.cluster.Cluster;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serf's RPC server: the {@code serf} command-line tool and Serf's client libraries drive
 * this application as they do a Serf agent. Implements version 1 of Serf's IPC protocol:
 * msgpack values over TCP, without encryption.
 * <p>
 * Uses one daemon thread and never blocks it. The server disconnects a client that sends
 * malformed, oversized or stalled requests; a client that reads too slowly loses records
 * of its streams and is then disconnected. The cluster and other clients are not
 * affected. Thread-safe.
 */
public final class RpcServer implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RpcServer.class);

	private static final int READ_BYTES = 8192;

	private static final int WRITE_LOW_BYTES = 32 * 1024;

	private static final int WRITE_HIGH_BYTES = 128 * 1024;

	private static final int BACKLOG = 128;

	private static final long CLOSE_SECONDS = 5;

	private final RpcContext context;

	private final MultiThreadIoEventLoopGroup loop;

	private final InetSocketAddress address;

	/** Open connections by remote address; event loop only. */
	private final Map<InetAddress, Integer> connections = new HashMap<>();

	private int connectionCount;

	/**
	 * Whether the last client was refused; limits the warning to the first of a series.
	 */
	private boolean full;

	private RpcServer(RpcContext context) throws IOException {
		this.context = context;
		this.loop = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("membership-rpc", true),
				NioIoHandler.newFactory());
		try {
			this.address = (InetSocketAddress) bind().localAddress();
		}
		catch (IOException | RuntimeException ex) {
			this.loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
			throw ex;
		}
	}

	/**
	 * Starts listening.
	 * @param config the settings
	 * @param cluster the started member to drive; the server does not close it
	 * @param log the source of {@code serf monitor}
	 * @param application callbacks into the application
	 * @return the server
	 * @throws IOException if the address or port cannot be bound
	 */
	public static RpcServer start(RpcServerConfig config, Cluster cluster, AgentLog log, RpcApplication application)
			throws IOException {
		return start(config, new ClusterTarget(cluster), log, application);
	}

	static RpcServer start(RpcServerConfig config, RpcTarget target, AgentLog log, RpcApplication application)
			throws IOException {
		RpcServer server = new RpcServer(new RpcContext(target, log, application, config));
		logger.atInfo().addKeyValue("address", server.address).log("RPC server is listening");
		return server;
	}

	/**
	 * Returns the address that the server listens on.
	 * @return the address with the actual port
	 */
	public InetSocketAddress address() {
		return this.address;
	}

	private Channel bind() throws IOException {
		ChannelFuture bound = new ServerBootstrap().group(this.loop)
			.channel(NioServerSocketChannel.class)
			.option(ChannelOption.SO_REUSEADDR, true)
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childOption(ChannelOption.SO_KEEPALIVE, true)
			.childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
			.childOption(ChannelOption.WRITE_BUFFER_WATER_MARK,
					new WriteBufferWaterMark(WRITE_LOW_BYTES, WRITE_HIGH_BYTES))
			.childHandler(new ChannelInitializer<>() {
				@Override
				protected void initChannel(Channel channel) {
					accept(channel);
				}
			})
			.bind(this.context.config().address())
			.awaitUninterruptibly();
		if (!bound.isSuccess()) {
			throw new IOException("The RPC server cannot listen on " + this.context.config().address(), bound.cause());
		}
		return bound.channel();
	}

	/**
	 * Admits or refuses a client. Runs on the event loop, which all connections share.
	 */
	private void accept(Channel channel) {
		InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
		RpcServerConfig.Limits limits = this.context.config().limits();
		if (remote == null || this.connectionCount >= limits.connections()
				|| this.connections.getOrDefault(remote.getAddress(), 0) >= limits.connectionsPerAddress()) {
			if (!this.full) {
				this.full = true;
				logger.atWarn().addKeyValue("client", remote).log("Too many RPC connections, refusing clients");
			}
			channel.close();
			return;
		}
		this.full = false;
		InetAddress from = remote.getAddress();
		this.connectionCount++;
		this.connections.merge(from, 1, Integer::sum);
		channel.closeFuture().addListener((closed) -> {
			this.connectionCount--;
			this.connections.computeIfPresent(from, (address, count) -> (count == 1) ? null : count - 1);
		});
		channel.pipeline().addLast(new RpcSession(this.context, channel));
	}

	/**
	 * Disconnects all clients and frees the port. Waits a few seconds at most, and not at
	 * all when called from a client's request.
	 */
	@Override
	public void close() {
		this.loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
		for (EventExecutor executor : this.loop) {
			if (executor.inEventLoop()) {
				return;
			}
		}
		this.loop.terminationFuture().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
	}

}
