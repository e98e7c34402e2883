package io.membership.netty;

import java.nio.channels.spi.SelectorProvider;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** The kinds of sockets that one platform offers. */
enum Sockets {

	/** Linux's epoll by native code. */
	EPOLL {
		@Override
		IoHandlerFactory ioHandler() {
			return EpollIoHandler.newFactory();
		}

		@Override
		ChannelFactory<Channel> datagram(SocketProtocolFamily family) {
			return () -> new EpollDatagramChannel(family);
		}

		@Override
		ChannelFactory<ServerChannel> server(SocketProtocolFamily family) {
			return () -> new EpollServerSocketChannel(family);
		}

		@Override
		ChannelFactory<Channel> client(SocketProtocolFamily family) {
			return () -> new EpollSocketChannel(family);
		}
	},

	/** The JDK's own, which works everywhere. */
	NIO {
		@Override
		IoHandlerFactory ioHandler() {
			return NioIoHandler.newFactory();
		}

		@Override
		ChannelFactory<Channel> datagram(SocketProtocolFamily family) {
			return () -> new NioDatagramChannel(family);
		}

		@Override
		ChannelFactory<ServerChannel> server(SocketProtocolFamily family) {
			return () -> new NioServerSocketChannel(SelectorProvider.provider(), family);
		}

		@Override
		ChannelFactory<Channel> client(SocketProtocolFamily family) {
			return () -> new NioSocketChannel(SelectorProvider.provider(), family);
		}
	};

	abstract IoHandlerFactory ioHandler();

	abstract ChannelFactory<Channel> datagram(SocketProtocolFamily family);

	abstract ChannelFactory<ServerChannel> server(SocketProtocolFamily family);

	abstract ChannelFactory<Channel> client(SocketProtocolFamily family);

	/** Epoll where its native library can be loaded, else the JDK's. */
	static Sockets best() {
		return Epoll.isAvailable() ? EPOLL : NIO;
	}

}
