package io.membership.netty;

import java.util.stream.Stream;

import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every test on native sockets and on the JDK's. */
@ParameterizedClass
@MethodSource("sockets")
abstract class AllSockets {

	@Parameter
	Sockets sockets;

	NettyTransportFactory factory;

	static Stream<Sockets> sockets() {
		return Stream.of(Sockets.values());
	}

	@BeforeEach
	void createFactory() {
		Assumptions.assumeTrue(this.sockets != Sockets.EPOLL || Epoll.isAvailable(), "no native epoll here");
		this.factory = new NettyTransportFactory(1, this.sockets);
	}

	@AfterEach
	void closeFactory() {
		if (this.factory != null) {
			this.factory.close();
		}
	}

}
