package io.membership.simulation;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.membership.runtime.TransportOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration LONG = Duration.ofMinutes(3);

	private Simulation simulation = new Simulation(42);

	private TestNode client = TestNode.started(this.simulation);

	private TestNode server = TestNode.started(this.simulation);

	@Test
	void anExchangeTakesThreeOrMoreTripsAndGetsItsReply() {
		this.simulation.network().latency(Duration.ofMillis(10), Duration.ofMillis(10));
		this.client.exchange(this.server.address(), "q", SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.server.log).containsExactly("frame q");
		assertThat(this.client.log).containsExactly("reply re q");
		assertThat(this.client.lastAt).isBetween(Duration.ofMillis(40), Duration.ofMillis(100));
	}

	@Test
	void aFrameIsWrittenBeforeItArrives() {
		this.simulation.network().latency(Duration.ofMillis(10), Duration.ofMillis(10));
		this.client.sendFrame(this.server.address(), "f", SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.client.log).containsExactly("written");
		assertThat(this.client.lastAt).isEqualTo(Duration.ofMillis(20));
		assertThat(this.server.log).containsExactly("frame f");
		assertThat(this.server.lastAt).isGreaterThanOrEqualTo(Duration.ofMillis(30));
	}

	@Test
	void framesArriveInOneOrInSeveralChunks() {
		for (int index = 0; index < 50; index++) {
			this.client.exchange(this.server.address(), "a question of some length", SECOND);
		}
		this.simulation.runFor(SECOND);
		assertThat(this.client.log).hasSize(50).containsOnly("reply re a question of some length");
		assertThat(this.server.scans).isGreaterThan(60).isLessThan(200);
		assertThat(this.client.scans).isGreaterThan(60).isLessThan(200);
	}

	@Test
	void aServerThatDoesNotAnswerEndsTheStream() {
		this.server.answers = false;
		this.client.exchange(this.server.address(), "q", SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.client.log).containsExactly("failed EOFException");
	}

	@Test
	void nobodyListeningRefusesAtOnce() {
		this.client.exchange(this.simulation.nextAddress(), "q", SECOND);
		this.simulation.runFor(Duration.ofMillis(10));
		assertThat(this.client.log).containsExactly("failed ConnectException");
	}

	@Test
	void aSilentHostTimesOut() {
		InetSocketAddress nobody = this.simulation.nextAddress();
		this.simulation.network().silent(nobody, true);
		this.client.exchange(nobody, "q", SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.client.log).containsExactly("failed SocketTimeoutException");
		assertThat(this.client.lastAt).isEqualTo(SECOND);
		this.simulation.network().silent(nobody, false);
		this.client.exchange(nobody, "q", SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.client.log).endsWith("failed ConnectException");
	}

	@Test
	void noHostAnswersWhenRefusingIsOff() {
		this.simulation.network().refuseConnections(false);
		this.client.exchange(this.simulation.nextAddress(), "q", SECOND);
		this.simulation.runFor(LONG);
		assertThat(this.client.log).containsExactly("failed SocketTimeoutException");
	}

	@Test
	void anUnresolvedAddressFails() {
		this.client.exchange(InetSocketAddress.createUnresolved("name", 1), "q", SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.client.log).containsExactly("failed UnknownHostException");
	}

	@Test
	void aCutInEitherDirectionTimesOut() {
		this.simulation.network().cut(this.server.address(), this.client.address());
		this.client.exchange(this.server.address(), "q", SECOND);
		this.server.exchange(this.client.address(), "q", SECOND);
		this.simulation.runFor(LONG);
		assertThat(this.client.log).containsExactly("failed SocketTimeoutException");
		assertThat(this.server.log).containsExactly("failed SocketTimeoutException");
	}

	@Test
	void aStreamSurvivesACutThatIsShorterThanItsTimeout() {
		this.simulation.network().cut(this.client.address(), this.server.address());
		this.simulation.after(Duration.ofMillis(1500), () -> this.simulation.network().heal());
		this.client.exchange(this.server.address(), "q", SECOND.multipliedBy(10));
		this.simulation.runFor(SECOND.multipliedBy(10));
		assertThat(this.client.log).containsExactly("reply re q");
		assertThat(this.client.lastAt).isBetween(SECOND.multipliedBy(3), SECOND.multipliedBy(4));
	}

	@Test
	void lossDelaysAStreamAndDoesNotBreakIt() {
		this.simulation.network().loss(0.2);
		for (int index = 0; index < 100; index++) {
			this.client.exchange(this.server.address(), "q", LONG);
			this.simulation.runFor(SECOND);
		}
		this.simulation.runFor(LONG);
		assertThat(this.client.log).hasSize(100).containsOnly("reply re q");
	}

	@Test
	void theTimeoutCoversAllOfIt() {
		this.simulation.network().latency(Duration.ofMillis(300), Duration.ofMillis(300));
		this.client.exchange(this.server.address(), "q", SECOND);
		this.simulation.runFor(LONG);
		assertThat(this.client.log).containsExactly("failed SocketTimeoutException");
		assertThat(this.client.lastAt).isEqualTo(SECOND);
		// It was written in time, so it is handled although no caller waits for the
		// reply.
		assertThat(this.server.log).containsExactly("frame q");
	}

	@Test
	void aPausedServerIsConnectedToAndAnswersLater() {
		this.server.faults().pause(SECOND.multipliedBy(2));
		this.client.exchange(this.server.address(), "patient", SECOND.multipliedBy(5));
		this.client.exchange(this.server.address(), "hasty", SECOND);
		this.client.sendFrame(this.server.address(), "one way", SECOND);
		this.simulation.runFor(LONG);
		assertThat(this.client.log).containsExactlyInAnyOrder("written", "failed SocketTimeoutException",
				"reply re patient");
		assertThat(this.server.log).containsExactlyInAnyOrder("frame patient", "frame hasty", "frame one way");
	}

	@Test
	void aReplyThatWaitedDuringAPauseComesBeforeTheTimeout() {
		this.client.exchange(this.server.address(), "q", SECOND);
		this.simulation.runUntil(() -> this.server.log.contains("frame q"), SECOND);
		this.client.faults().pause(SECOND.multipliedBy(5));
		this.simulation.runFor(LONG);
		assertThat(this.client.log).containsExactly("reply re q");
		assertThat(this.client.lastAt).isBetween(SECOND.multipliedBy(5), SECOND.multipliedBy(6));
	}

	@Test
	void aPausedServerAcceptsALimitedNumberOfConnections() {
		this.server.faults().pause(SECOND.multipliedBy(5));
		for (int index = 0; index < Backlog.MAX_ACCEPTS + 5; index++) {
			this.client.sendFrame(this.server.address(), "f", SECOND);
		}
		this.simulation.runFor(SECOND.multipliedBy(4));
		assertThat(this.client.log).filteredOn("written"::equals).hasSize(Backlog.MAX_ACCEPTS);
		assertThat(this.client.log).filteredOn("failed SocketTimeoutException"::equals).hasSize(5);
	}

	@Test
	void aCrashResetsTheStreamsOfItsPeers() {
		this.server.faults().pause();
		this.client.exchange(this.server.address(), "q", LONG);
		this.simulation.runFor(SECOND);
		this.server.faults().crash();
		this.simulation.runFor(SECOND);
		assertThat(this.client.log).containsExactly("failed SocketException");
	}

	@Test
	void aCrashOfTheHostLeavesPeersWaiting() {
		this.simulation.network().refuseConnections(false);
		this.server.faults().pause();
		this.client.exchange(this.server.address(), "q", SECOND.multipliedBy(10));
		this.simulation.runFor(SECOND);
		this.server.faults().crash();
		this.simulation.runFor(LONG);
		assertThat(this.client.log).containsExactly("failed SocketTimeoutException");
		assertThat(this.client.lastAt).isEqualTo(SECOND.multipliedBy(10));
	}

	@Test
	void halfAFrameOfAVanishedHostTimesOutAtTheServer() {
		assertThat(outcomesOfCrashesMidFrame(false)).contains("dropped STREAM_TIMEOUT")
			.doesNotContain("dropped STREAM_ENDED");
	}

	@Test
	void aProcessThatDiesLeavesWholeFramesBehindOrNone() {
		assertThat(outcomesOfCrashesMidFrame(true)).doesNotContain("dropped STREAM_TIMEOUT");
	}

	/**
	 * Crashes a client at every millisecond of its exchange, which takes tens of them.
	 */
	private List<String> outcomesOfCrashesMidFrame(boolean refuse) {
		List<String> seen = new ArrayList<>();
		for (int millis = 1; millis < 60; millis++) {
			restart(millis);
			this.simulation.network().refuseConnections(refuse);
			this.simulation.network().latency(Duration.ofMillis(10), Duration.ofMillis(10));
			this.client.sendFrame(this.server.address(), "a frame of some length", SECOND);
			this.simulation.runFor(Duration.ofMillis(millis));
			this.client.faults().crash();
			this.simulation.runFor(LONG);
			assertThat(this.server.log).hasSizeLessThan(2);
			seen.addAll(this.server.log);
		}
		return seen;
	}

	@Test
	void aPeerThatConnectsAndLeavesWithoutAByteIsNoLoss() {
		this.simulation.network().latency(Duration.ofMillis(10), Duration.ofMillis(10));
		this.client.exchange(this.server.address(), "q", Duration.ofMillis(15));
		this.simulation.runFor(LONG);
		assertThat(this.client.log).containsExactly("failed SocketTimeoutException");
		assertThat(this.server.log).isEmpty();
	}

	@Test
	void everyCallbackIsCalledExactlyOnceWhateverHappens() {
		for (long seed = 0; seed < 20; seed++) {
			restart(seed);
			Network network = this.simulation.network();
			network.conditions(
					LinkConditions.GOOD.withLoss(0.3).withLatency(Duration.ofMillis(1), Duration.ofMillis(200)));
			network.refuseConnections(seed % 2 == 0);
			InetSocketAddress address = this.server.address();
			this.simulation.after(SECOND, () -> this.server.faults().pause(SECOND));
			this.simulation.after(SECOND.multipliedBy(3), () -> network.cut(address, this.client.address()));
			this.simulation.after(SECOND.multipliedBy(4), network::heal);
			this.simulation.after(SECOND.multipliedBy(5), () -> this.server.faults().crash());
			for (int index = 0; index < 200; index++) {
				String text = "q" + index;
				this.simulation.after(Duration.ofMillis(index * 30), () -> {
					this.client.exchange(address, text, SECOND.multipliedBy(2));
					this.client.sendFrame(address, text, SECOND.multipliedBy(2));
				});
			}
			this.simulation.runFor(LONG);
			assertThat(this.client.log).as("seed " + seed).hasSize(400);
			assertThat(this.server.log).filteredOn((line) -> line.startsWith("frame")).hasSizeLessThanOrEqualTo(400);
		}
	}

	@Test
	void nothingIsLeftOfStreamsWhateverHappened() {
		for (long seed = 0; seed < 50; seed++) {
			restart(seed);
			Network network = this.simulation.network();
			network.conditions(
					LinkConditions.GOOD.withLoss(0.4).withLatency(Duration.ofMillis(1), Duration.ofMillis(200)));
			TestNode third = TestNode.started(this.simulation);
			this.simulation.after(SECOND, () -> this.server.faults().pause(SECOND.multipliedBy(3)));
			this.simulation.after(SECOND.multipliedBy(5), () -> third.faults().crash());
			this.simulation.after(SECOND.multipliedBy(6),
					() -> network.cut(this.server.address(), this.client.address()));
			for (int index = 0; index < 100; index++) {
				this.simulation.after(Duration.ofMillis(index * 70), () -> {
					this.client.exchange(this.server.address(), "to the server", SECOND);
					this.server.sendFrame(this.client.address(), "to the client", SECOND);
					third.exchange(this.server.address(), "from the third", SECOND);
					this.client.exchange(third.address(), "to the third", SECOND);
				});
			}
			this.simulation.runFor(Duration.ofMinutes(10));
			assertThat(((SimulatedTransport) this.client.transport).hasNoStreams()).as("seed " + seed).isTrue();
			assertThat(((SimulatedTransport) this.server.transport).hasNoStreams()).as("seed " + seed).isTrue();
		}
	}

	@Test
	void aFrameOverTheLimitOfItsScannerIsRefused() {
		this.client.exchange(this.server.address(), "x".repeat(TestNode.TOO_LONG), SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.server.log).containsExactly("dropped TOO_LARGE");
		assertThat(this.client.log).containsExactly("failed EOFException");
	}

	@Test
	void aFrameOverTheLimitOfTheTransportIsRefused() {
		this.server = limited(100, 10, 10, 10_000);
		this.client.exchange(this.server.address(), "x".repeat(200), SECOND);
		this.client.exchange(this.server.address(), "x".repeat(50), SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.server.log).containsExactlyInAnyOrder("dropped TOO_LARGE", "frame " + "x".repeat(50));
	}

	@Test
	void aReplyOverTheLimitIsRefused() {
		this.client = limited(100, 10, 10, 10_000);
		this.client.exchange(this.server.address(), "x".repeat(94), SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.client.log).containsExactly("failed FrameRefusedException");
	}

	@Test
	void streamsOverTheLimitAreClosed() {
		this.server = new TestNode(this.simulation,
				new TransportOptions(this.simulation.nextAddress(), SECOND, 1000, 10, 3, 10_000, 65536)) {

			@Override
			public void frame(InetSocketAddress from, byte[] frame, FrameReply reply) {
				this.runtime.schedule(SECOND.toNanos() / 2, () -> super.frame(from, frame, reply));
			}

		};
		this.server.transport.start(this.server);
		for (int index = 0; index < 5; index++) {
			this.client.exchange(this.server.address(), "q", SECOND);
		}
		this.simulation.runFor(SECOND);
		assertThat(this.server.log).filteredOn("dropped STREAM_LIMIT"::equals).hasSize(2);
		assertThat(this.client.log).filteredOn("reply re q"::equals).hasSize(3);
		assertThat(this.client.log).filteredOn("failed EOFException"::equals).hasSize(2);
		this.client.log.clear();
		this.client.exchange(this.server.address(), "again", SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.client.log).containsExactly("reply re again");
	}

	@Test
	void unfinishedFramesOverTheByteBudgetAreClosed() {
		this.server = limited(100_000, 10, 10, 1000);
		this.client.exchange(this.server.address(), "x".repeat(2000), SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.server.log).containsExactly("dropped BYTE_BUDGET");
		this.client.exchange(this.server.address(), "x".repeat(900), SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.client.log).endsWith("reply re " + "x".repeat(900));
	}

	@Test
	void aFrameThatIsNeverAnsweredTimesOutAtTheServer() {
		this.server = new TestNode(this.simulation) {

			@Override
			public void frame(InetSocketAddress from, byte[] frame, FrameReply reply) {
				note("frame");
			}

		};
		this.server.transport.start(this.server);
		this.client.exchange(this.server.address(), "q", LONG);
		this.simulation.runFor(LONG);
		assertThat(this.server.log).containsExactly("frame", "dropped STREAM_TIMEOUT");
		assertThat(this.client.log).containsExactly("failed EOFException");
	}

	@Test
	void aFrameCanBeAnsweredLater() {
		this.server = new TestNode(this.simulation) {

			@Override
			public void frame(InetSocketAddress from, byte[] frame, FrameReply reply) {
				this.runtime.schedule(SECOND.toNanos(), () -> reply.send(frame("late")));
			}

		};
		this.server.transport.start(this.server);
		this.client.exchange(this.server.address(), "q", LONG);
		this.simulation.runFor(LONG);
		assertThat(this.client.log).containsExactly("reply late");
	}

	@Test
	void theServerSeesTheClientsAddressWithAnotherPort() {
		List<InetSocketAddress> seen = new ArrayList<>();
		this.server = new TestNode(this.simulation) {

			@Override
			public void frame(InetSocketAddress from, byte[] frame, FrameReply reply) {
				seen.add(from);
				reply.close();
			}

		};
		this.server.transport.start(this.server);
		this.client.sendFrame(this.server.address(), "f", SECOND);
		this.simulation.runFor(SECOND);
		assertThat(seen).singleElement().satisfies((from) -> {
			assertThat(from.getAddress()).isEqualTo(this.client.address().getAddress());
			assertThat(from.getPort()).isNotEqualTo(this.client.address().getPort());
		});
	}

	private TestNode limited(int maxFrameBytes, int streams, int streamsPerAddress, long budget) {
		TestNode node = new TestNode(this.simulation, new TransportOptions(this.simulation.nextAddress(), SECOND,
				maxFrameBytes, streams, streamsPerAddress, budget, 65536));
		node.transport.start(node);
		return node;
	}

	private void restart(long seed) {
		this.simulation = new Simulation(seed);
		this.client = TestNode.started(this.simulation);
		this.server = TestNode.started(this.simulation);
	}

}
