package io.membership.gossip;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.membership.Keyring;
import io.membership.netty.NettyTransportFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** A member that other hosts reach without encryption says so when it starts. */
class PlaintextWarningTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(GossipCore.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void record() {
		this.log.start();
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void stop() {
		this.logger.detachAppender(this.log);
	}

	@Test
	void aPortThatOthersReachIsWarnedOfEvenIfOnlyLoopbackIsTold() throws IOException {
		assertThat(warnings(NetworkConfig.DEFAULT.bindAddress(), (config) -> config)).singleElement()
			.asString()
			.contains("Gossip is not encrypted")
			.contains("membership.encryption.keys");
	}

	@Test
	void aPortOnLoopbackIsNotWarnedOf() throws IOException {
		assertThat(warnings(InetAddress.getLoopbackAddress(), (config) -> config)).isEmpty();
	}

	@Test
	void encryptedTrafficIsNotWarnedOf() throws IOException {
		assertThat(warnings(NetworkConfig.DEFAULT.bindAddress(),
				(config) -> config
					.withEncryption((encryption) -> encryption.withKeyring(Keyring.of(List.of(new byte[16]))))))
			.isEmpty();
	}

	private List<String> warnings(InetAddress bind, UnaryOperator<MemberlistConfig> more) throws IOException {
		MemberlistConfig config = MemberlistConfig.local("a")
			.withNetwork((network) -> network.withBindAddress(bind)
				.withBindPort(0)
				.withAdvertiseAddress(InetAddress.getLoopbackAddress()));
		try (NettyTransportFactory transports = new NettyTransportFactory();
				Memberlist list = Memberlist.create(more.apply(config), Delegates.none(), transports)) {
			list.start();
		}
		return this.log.list.stream()
			.filter((event) -> event.getLevel() == Level.WARN)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

}
