package io.membership.gossip;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.netty.NettyTransportFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A seed provider supplies the addresses to join; it can also fail, return wrong
 * addresses or never answer.
 */
class SeedProviderTests {

	private static final Duration A_ROUND = Duration.ofSeconds(100);

	private final SimulatedCluster cluster = new SimulatedCluster(91);

	private final AtomicInteger calls = new AtomicInteger();

	private final Logger logger = (Logger) LoggerFactory.getLogger(SeedSource.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void record() {
		this.log.start();
		this.logger.addAppender(this.log);
		this.logger.setAdditive(false);
		this.logger.setLevel(Level.INFO);
	}

	@AfterEach
	void stopRecording() {
		this.logger.detachAppender(this.log);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	@Test
	void whatTheProviderKnowsIsJoinedTogetherWithTheSeedsOfTheSettings() {
		this.cluster.start("fixed");
		this.cluster.start("found");
		this.cluster.start("member", (config) -> config.withSeeds(
				(join) -> join.withAddresses(List.of("10.0.0.1:7946")).withProvider(() -> List.of("10.0.0.2:7946"))));
		this.cluster.expect(this.cluster::agreed, Duration.ofSeconds(15), "all three are one cluster");
	}

	@Test
	void aProviderThatKnowsNobodyYetIsAskedAgainSoonAndThenLessOften() {
		List<String> known = new ArrayList<>();
		SimulatedMember member = start("member", () -> List.copyOf(known));
		this.cluster.run(Duration.ofSeconds(30));
		assertThat(this.calls.get()).isBetween(15, 40);
		this.cluster.run(Duration.ofHours(1));
		assertThat(this.calls.get()).isBetween(40, 200);
		assertThat(member.list.members()).hasSize(1);
		SimulatedMember found = this.cluster.start("found");
		known.add("10.0.0.2");
		this.cluster.expect(this.cluster::agreed, A_ROUND, "it is asked again and the member joins");
		assertThat(found.list.members()).hasSize(2);
	}

	@Test
	void aMemberThatFindsOnlyItselfGoesOnAsking() {
		List<String> known = new ArrayList<>(List.of("10.0.0.1:7946"));
		start("first", () -> List.copyOf(known));
		this.cluster.run(Duration.ofSeconds(5));
		int early = this.calls.get();
		assertThat(early).isGreaterThan(1);
		this.cluster.start("second");
		known.add("10.0.0.2:7946");
		this.cluster.expect(this.cluster::agreed, Duration.ofSeconds(15), "soon, and not only a minute later");
	}

	@Test
	void aProviderIsAskedForAsLongAsTheMemberRuns() {
		List<String> known = new ArrayList<>(List.of("10.0.0.1:7946"));
		this.cluster.start("seed");
		start("member", () -> List.copyOf(known));
		this.cluster.expect(this.cluster::agreed, Duration.ofSeconds(15), "joined");
		this.cluster.run(Duration.ofMinutes(60));
		assertThat(this.calls.get()).isBetween(40, 130);
		this.cluster.start("island");
		known.add("10.0.0.3:7946");
		this.cluster.expect(this.cluster::agreed, A_ROUND, "what is new is joined too");
	}

	@Test
	void aMemberThatHasLeftAsksNoMore() {
		this.cluster.start("seed");
		SimulatedMember member = start("member", () -> List.of("10.0.0.1:7946", "10.0.0.77:7946"));
		this.cluster.expect(this.cluster::agreed, Duration.ofSeconds(15), "joined");
		this.cluster.await(member.list.leave(Duration.ofSeconds(10)));
		int before = this.calls.get();
		this.cluster.run(Duration.ofMinutes(10));
		assertThat(this.calls.get()).isEqualTo(before);
	}

	@Test
	void aProviderThatThrowsCostsTheSeedsOfTheSettingsNothing() {
		for (SeedProvider failing : List.<SeedProvider>of(() -> {
			throw new IOException("no answer");
		}, () -> {
			throw new IllegalStateException();
		}, () -> {
			throw new StackOverflowError();
		}, () -> {
			throw new NoClassDefFoundError("javax/jmdns/JmDNS");
		}, () -> null)) {
			SimulatedCluster world = new SimulatedCluster(92);
			world.start("seed");
			world.start("member", (config) -> config
				.withSeeds((join) -> join.withAddresses(List.of("10.0.0.1:7946")).withProvider(failing)));
			world.expect(world::agreed, Duration.ofSeconds(15), "the seed of the settings is joined");
			world.run(Duration.ofMinutes(10));
			assertThat(world.agreed()).isTrue();
		}
	}

	@Test
	void aFailingProviderIsLoggedNowAndThenAndWhenItWorksAgain() {
		AtomicReference<String> problem = new AtomicReference<>("bad\nINFO forged");
		start("member", () -> {
			if (problem.get() != null) {
				throw new IOException(problem.get());
			}
			return List.of("10.0.0.1:7946");
		});
		this.cluster.run(Duration.ofMinutes(61));
		assertThat(this.calls.get()).isGreaterThan(40);
		assertThat(warnings()).hasSizeBetween(5, 8)
			.allSatisfy((line) -> assertThat(line).contains("bad\\nINFO forged").doesNotContain("\n"));
		problem.set(null);
		this.cluster.run(A_ROUND);
		assertThat(lines(Level.INFO)).containsExactly("The seed provider answers again");
	}

	@Test
	void whatIsNoAddressCostsTheOthersNothing() {
		this.cluster.start("seed");
		start("member", () -> Arrays.asList(null, "", " ", ":1", "[::", "a/b/c", "\u0000", "x".repeat(5000),
				"10.0.0.9:99999", "no.such.host.invalid:1", "10.0.0.1:7946"));
		this.cluster.expect(this.cluster::agreed, Duration.ofSeconds(15), "the good one is joined");
		assertThat(warnings()).isEmpty();
	}

	@Test
	void ofVeryManyAddressesARandomChoiceIsContactedAtOneTime() {
		List<String> many = new ArrayList<>();
		for (int i = 0; i < 5000; i++) {
			many.add("10.9." + i / 250 + "." + (1 + i % 250) + ":7946");
		}
		SimulatedMember member = start("member", () -> many);
		this.cluster.expect(() -> member.list.metrics().count(Counter.REJOIN_ATTEMPTS) == 1, Duration.ofMinutes(10),
				"the first attempt ends");
		assertThat(member.list.metrics().count(Counter.PUSH_PULLS_FAILED)).isEqualTo(SeedSource.MAX_PROVIDED);
		assertThat(many).as("what the provider returned is left as it was").hasSize(5000).startsWith("10.9.0.1:7946");
	}

	@Test
	void anAnswerThatIsLateCountsTheNextTime() {
		this.cluster.start("seed");
		SimulatedMember member = start("member", () -> List.of("10.0.0.1:7946"));
		this.cluster.simulation.node(member.address).stickBlocking(Duration.ofMinutes(2));
		this.cluster.run(Duration.ofMinutes(1));
		assertThat(this.calls.get()).isZero();
		assertThat(warnings()).hasSize(1).first().asString().contains("no answer within 5 s");
		this.cluster.expect(this.cluster::agreed, Duration.ofMinutes(3), "what it said in the end is joined");
	}

	@Test
	void aProviderThatNeverReturnsIsAskedOnceAndKeepsNobodyFromTheSeedsOfTheSettings() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		AtomicReference<Thread> asker = new AtomicReference<>();
		try (NettyTransportFactory transports = new NettyTransportFactory();
				Memberlist seed = real("seed", transports, List.of(), null)) {
			SeedProvider stuck = () -> {
				this.calls.incrementAndGet();
				asker.set(Thread.currentThread());
				release.await();
				return List.of();
			};
			int port = seed.localMember().address().getPort();
			try (Memberlist member = real("member", transports, List.of("127.0.0.1:" + port), stuck)) {
				eventually(() -> assertThat(member.members()).hasSize(2));
				assertThat(asker.get()).isNotNull();
				await("an attempt to rejoin").until(() -> member.metrics().count(Counter.REJOIN_ATTEMPTS) >= 1);
				assertThat(this.calls.get()).isEqualTo(1);
			}
		}
		finally {
			release.countDown();
		}
	}

	private SimulatedMember start(String name, SeedProvider provider) {
		return this.cluster.start(name, (config) -> config.withSeeds((join) -> join.withProvider(() -> {
			this.calls.incrementAndGet();
			return provider.seeds();
		})));
	}

	private static Memberlist real(String name, NettyTransportFactory transports, List<String> seeds,
			SeedProvider provider) throws IOException {
		Memberlist list = Memberlist.create(
				MemberlistConfig.local(name)
					.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()).withBindPort(0))
					.withSeeds((join) -> join.withRetry((retry) -> retry.withInterval(Duration.ofMillis(200))))
					.withSeeds((join) -> join.withAddresses(seeds).withProvider(provider)),
				Delegates.none(), transports);
		list.start();
		return list;
	}

	private List<String> warnings() {
		return lines(Level.WARN);
	}

	private List<String> lines(Level level) {
		return this.log.list.stream()
			.filter((event) -> event.getLevel() == level)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

}
