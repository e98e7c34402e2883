package io.membership.netty;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import io.membership.Addresses;
import io.membership.runtime.TransportOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.Promise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds UDP and TCP to the same port. Neither socket reads before it is told to. */
final class PortBinder {

	private static final Logger logger = LoggerFactory.getLogger(PortBinder.class);

	/** A port that TCP got may be taken for UDP; it is very unlikely so many times. */
	private static final int ATTEMPTS = 20;

	private static final int BACKLOG = 512;

	private static final long CLOSE_SECONDS = 5;

	private static final WriteBufferWaterMark PACKETS_WAITING = new WriteBufferWaterMark(512 * 1024, 1024 * 1024);

	private final EventLoop loop;

	private final Sockets sockets;

	private final TransportOptions options;

	private final InetSocketAddress wanted;

	private final SocketProtocolFamily family;

	PortBinder(EventLoop loop, Sockets sockets, TransportOptions options) {
		this.loop = loop;
		this.sockets = sockets;
		this.options = options;
		this.wanted = possible(options.bind());
		this.family = AddressFamilies.familyOf(this.wanted);
	}

	/**
	 * Replaces the IPv6 wildcard, which takes both families, by that of IPv4 on a machine
	 * that has only IPv4.
	 */
	private static InetSocketAddress possible(InetSocketAddress wanted) {
		boolean both = wanted.getAddress() instanceof Inet6Address address && address.isAnyLocalAddress();
		return (both && !SystemNetwork.hasIpv6()) ? new InetSocketAddress("0.0.0.0", wanted.getPort()) : wanted;
	}

	/**
	 * Binds both.
	 * @throws BindException naming address, port, protocol and reason
	 */
	Bound bind(ChannelHandler packets, ChannelHandler acceptor, ChannelHandler streams) throws IOException {
		InetSocketAddress wanted = this.wanted;
		if (wanted.isUnresolved()) {
			throw new BindException("cannot bind " + Addresses.format(wanted) + ": the name is not resolved");
		}
		Channel tcp = bindTcp(wanted, acceptor, streams);
		for (int attempt = 1;; attempt++) {
			InetSocketAddress bound = new InetSocketAddress(wanted.getAddress(),
					((InetSocketAddress) tcp.localAddress()).getPort());
			try {
				return new Bound(bindUdp(bound, packets), tcp, bound);
			}
			catch (IOException ex) {
				Channel taken = tcp;
				if (wanted.getPort() != 0 || attempt == ATTEMPTS) {
					close(taken);
					throw ex;
				}
				// Kept open meanwhile, so that the next attempt gets another port.
				tcp = bindTcp(wanted, acceptor, streams);
				close(taken);
			}
		}
	}

	private Channel bindTcp(InetSocketAddress address, ChannelHandler acceptor, ChannelHandler streams)
			throws IOException {
		return await(address, "TCP",
				new ServerBootstrap().group(this.loop)
					.channelFactory(this.sockets.server(this.family))
					.option(ChannelOption.SO_BACKLOG, BACKLOG)
					.option(ChannelOption.AUTO_READ, false)
					.handler(acceptor)
					.childOption(ChannelOption.TCP_NODELAY, true)
					.childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
					.childHandler(streams)
					.bind(address));
	}

	private Channel bindUdp(InetSocketAddress address, ChannelHandler packets) throws IOException {
		Channel channel = await(address, "UDP",
				new Bootstrap().group(this.loop)
					.channelFactory(this.sockets.datagram(this.family))
					.option(ChannelOption.AUTO_READ, false)
					.option(ChannelOption.RECVBUF_ALLOCATOR, new PacketBufferAllocator())
					.option(ChannelOption.WRITE_BUFFER_WATER_MARK, PACKETS_WAITING)
					.handler(packets)
					.bind(address));
		enlargeReceiveBuffer(channel);
		return channel;
	}

	private void enlargeReceiveBuffer(Channel udp) {
		for (int bytes = this.options.udpReceiveBufferBytes(); bytes > 0; bytes /= 2) {
			try {
				udp.config().setOption(ChannelOption.SO_RCVBUF, bytes);
				logger.atDebug()
					.addKeyValue("asked", bytes)
					.addKeyValue("got", udp.config().getOption(ChannelOption.SO_RCVBUF))
					.log("UDP receive buffer is set");
				return;
			}
			catch (ChannelException ex) {
				logger.atDebug().setCause(ex).addKeyValue("asked", bytes).log("UDP receive buffer is refused");
			}
		}
	}

	private static Channel await(InetSocketAddress address, String protocol, ChannelFuture bound) throws IOException {
		bound.awaitUninterruptibly();
		if (bound.isSuccess()) {
			return bound.channel();
		}
		throw Failures.bind(address, protocol, bound.cause());
	}

	/** Returns when the port is free: the JDK frees it when its selector looks next. */
	private void close(Channel channel) {
		Promise<Void> freed = this.loop.newPromise();
		channel.close()
			.addListener((closed) -> this.loop.schedule(() -> freed.trySuccess(null), 0, TimeUnit.NANOSECONDS));
		freed.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
	}

	/** Both sockets, and the address that they share. */
	record Bound(Channel udp, Channel tcp, InetSocketAddress address) {
	}

}
