package io.membership.simulation;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NetworkFaultsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final int MANY = 2000;

	private final Simulation simulation = new Simulation(42);

	private final Network network = this.simulation.network();

	private final TestNode a = TestNode.started(this.simulation);

	private final TestNode b = TestNode.started(this.simulation);

	private final TestNode c = TestNode.started(this.simulation);

	private final Map<PacketOutcome, Integer> outcomes = new EnumMap<>(PacketOutcome.class);

	@Test
	void aPacketArrivesWithinTheLatencyRange() {
		this.a.send(this.b, "x");
		this.simulation.runFor(SECOND);
		assertThat(this.b.log).containsExactly("packet x");
		assertThat(this.b.lastAt).isBetween(Duration.ofNanos(200_000), Duration.ofMillis(1));
	}

	@Test
	void latencyIsChosenPerLinkAndDirection() {
		this.network.link(this.a.address(), this.b.address(),
				LinkConditions.GOOD.withLatency(Duration.ofMillis(70), Duration.ofMillis(70)));
		this.a.send(this.b, "there");
		this.b.send(this.a, "back");
		this.simulation.runFor(SECOND);
		assertThat(this.b.lastAt).isEqualTo(Duration.ofMillis(70));
		assertThat(this.a.lastAt).isLessThan(Duration.ofMillis(2));
	}

	@Test
	void theMostSpecificConditionsHold() {
		this.network.latency(Duration.ofMillis(1), Duration.ofMillis(1));
		this.network.inbound(this.b.address(), latency(2));
		assertThat(latencyOf(this.a, this.b)).isEqualTo(2);
		this.network.outbound(this.a.address(), latency(3));
		assertThat(latencyOf(this.a, this.b)).isEqualTo(3);
		assertThat(latencyOf(this.c, this.b)).isEqualTo(2);
		this.network.link(this.a.address(), this.b.address(), latency(4));
		assertThat(latencyOf(this.a, this.b)).isEqualTo(4);
		this.network.link(this.a.address(), this.b.address(), null);
		this.network.outbound(this.a.address(), null);
		this.network.inbound(this.b.address(), null);
		assertThat(latencyOf(this.a, this.b)).isEqualTo(1);
	}

	@Test
	void lossTakesItsShare() {
		this.network.loss(0.3);
		sendMany(this.a, this.b);
		assertThat(count(PacketOutcome.LOST)).isBetween(MANY * 25 / 100, MANY * 35 / 100);
		assertThat(this.b.log).hasSize(MANY - count(PacketOutcome.LOST)).hasSize(count(PacketOutcome.DELIVERED));
	}

	@Test
	void duplicatedPacketsArriveTwice() {
		this.network.conditions(LinkConditions.GOOD.withDuplication(1));
		this.a.send(this.b, "x");
		this.simulation.runFor(SECOND);
		assertThat(this.b.log).containsExactly("packet x", "packet x");
	}

	@Test
	void jitterReordersPackets() {
		this.network.latency(Duration.ofMillis(1), Duration.ofMillis(50));
		sendMany(this.a, this.b);
		List<String> sorted = new ArrayList<>(this.b.log);
		Collections.sort(sorted);
		assertThat(this.b.log).hasSize(MANY).isNotEqualTo(sorted);
	}

	@Test
	void corruptionChangesBytesAndNotTheLength() {
		this.network.conditions(LinkConditions.GOOD.withCorruption(1));
		sendMany(this.a, this.b);
		assertThat(this.b.log).hasSize(MANY)
			.allSatisfy((line) -> assertThat(line).hasSize("packet 000000".length()))
			.doesNotContainSequence("packet 000000");
	}

	@Test
	void theSenderSeesNothingOfWhatHappensToItsBytes() {
		this.network.conditions(LinkConditions.GOOD.withCorruption(1));
		byte[] packet = TestNode.bytes("hello");
		this.a.runtime.execute(() -> this.a.transport.sendPacket(this.b.address(), packet, null));
		this.simulation.runFor(SECOND);
		assertThat(packet).isEqualTo(TestNode.bytes("hello"));
	}

	@Test
	void packetsBiggerThanTheLinkTakesVanish() {
		this.network.link(this.a.address(), this.b.address(), LinkConditions.GOOD.withMaxDatagramBytes(5));
		this.network.observe(this::record);
		this.a.send(this.b, "12345");
		this.a.send(this.b, "123456");
		this.b.send(this.a, "123456");
		this.simulation.runFor(SECOND);
		assertThat(this.b.log).containsExactly("packet 12345");
		assertThat(this.a.log).containsExactly("packet 123456");
		assertThat(count(PacketOutcome.TOO_BIG)).isEqualTo(1);
	}

	@Test
	void aPacketThatNoSocketTakesFailsLater() {
		this.a.send(this.b, "x".repeat(65508));
		this.simulation.runFor(SECOND);
		assertThat(this.a.log).containsExactly("send failed IOException");
		assertThat(this.b.log).isEmpty();
	}

	@Test
	void withoutARouteSendingFailsInBothWays() {
		this.network.outbound(this.a.address(), LinkConditions.GOOD.withoutRoute());
		this.a.send(this.b, "x");
		this.a.exchange(this.b.address(), "q", SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.a.log).containsExactlyInAnyOrder("send failed NoRouteToHostException",
				"failed ConnectException");
	}

	@Test
	void blockedPacketsLeaveStreamsAlone() {
		this.network.conditions(LinkConditions.GOOD.withPacketsBlocked());
		this.a.send(this.b, "x");
		this.a.exchange(this.b.address(), "q", SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.b.log).containsExactly("frame q");
		assertThat(this.a.log).containsExactly("reply re q");
	}

	@Test
	void blockedStreamsLeavePacketsAlone() {
		this.network.conditions(LinkConditions.GOOD.withStreamsBlocked());
		this.a.send(this.b, "x");
		this.a.exchange(this.b.address(), "q", SECOND);
		this.simulation.runFor(SECOND.multipliedBy(5));
		assertThat(this.b.log).containsExactly("packet x");
		assertThat(this.a.log).containsExactly("failed SocketTimeoutException");
	}

	@Test
	void aCutStopsOneDirectionUntilItIsRestored() {
		this.network.cut(this.a.address(), this.b.address());
		assertThat(reaches(this.a, this.b)).isFalse();
		assertThat(reaches(this.b, this.a)).isTrue();
		assertThat(reaches(this.a, this.c)).isTrue();
		this.network.restore(this.a.address(), this.b.address());
		assertThat(reaches(this.a, this.b)).isTrue();
	}

	@Test
	void aPartitionSeparatesTheNamedFromTheRest() {
		this.network.partition(List.of(this.a.address(), this.b.address()));
		assertThat(reaches(this.a, this.b)).isTrue();
		assertThat(reaches(this.a, this.c)).isFalse();
		assertThat(reaches(this.c, this.b)).isFalse();
		TestNode d = TestNode.started(this.simulation);
		assertThat(reaches(this.c, d)).isTrue();
		this.network.heal();
		assertThat(reaches(this.a, this.c)).isTrue();
		assertThat(reaches(this.c, this.b)).isTrue();
	}

	@Test
	void aBridgeReachesBothGroupsThatDoNotReachEachOther() {
		this.network.partition(List.of(this.a.address(), this.b.address()),
				List.of(this.b.address(), this.c.address()));
		assertThat(reaches(this.a, this.b)).isTrue();
		assertThat(reaches(this.b, this.c)).isTrue();
		assertThat(reaches(this.c, this.b)).isTrue();
		assertThat(reaches(this.a, this.c)).isFalse();
	}

	@Test
	void anotherPartitionReplacesTheFirst() {
		this.network.partition(List.of(this.a.address()), List.of(this.b.address()));
		this.network.partition(List.of(this.a.address(), this.b.address()), List.of(this.c.address()));
		assertThat(reaches(this.a, this.b)).isTrue();
		assertThat(reaches(this.b, this.c)).isFalse();
	}

	@Test
	void aNodeAlwaysReachesItself() {
		this.network.conditions(LinkConditions.GOOD.withLoss(1).withPacketsBlocked());
		this.network.partition(List.of(this.b.address()));
		assertThat(reaches(this.a, this.a)).isTrue();
	}

	@Test
	void aPacketToNobodyIsReported() {
		this.network.observe(this::record);
		InetSocketAddress nobody = this.simulation.nextAddress();
		this.a.runtime.execute(() -> this.a.transport.sendPacket(nobody, new byte[3], null));
		this.simulation.runFor(SECOND);
		assertThat(count(PacketOutcome.NO_LISTENER)).isEqualTo(1);
	}

	@Test
	void anObserverThatThrowsFailsTheSimulationAndNotTheSender() {
		this.network.observe((from, to, packet, outcome) -> {
			throw new IllegalStateException("over the budget");
		});
		this.simulation.keepFailures(true);
		this.a.send(this.b, "x");
		this.simulation.runFor(SECOND);
		assertThat(this.simulation.takeFailures()).singleElement()
			.satisfies((failure) -> assertThat(failure).hasMessage("over the budget"));
		assertThat(this.b.log).containsExactly("packet x");
	}

	@Test
	void trafficIsCountedPerAddressAndInTotal() {
		this.network.cut(this.a.address(), this.c.address());
		this.a.send(this.b, "12345");
		this.a.send(this.c, "123");
		this.a.exchange(this.b.address(), "q", SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.network.traffic(this.a.address())).isEqualTo(new Traffic(2, 8, 0, 0, 1, 5, 1, 8));
		assertThat(this.network.traffic(this.b.address())).isEqualTo(new Traffic(0, 0, 1, 5, 1, 8, 1, 5));
		assertThat(this.network.traffic()).isEqualTo(new Traffic(2, 8, 1, 5, 2, 13, 2, 13));
		assertThat(this.network.traffic().since(this.network.traffic())).isEqualTo(Traffic.NONE);
		assertThat(this.network.traffic(this.simulation.nextAddress())).isEqualTo(Traffic.NONE);
	}

	@Test
	void nonsenseIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> LinkConditions.GOOD.withLoss(1.1));
		assertThatIllegalArgumentException().isThrownBy(() -> LinkConditions.GOOD.withDuplication(-0.1));
		assertThatIllegalArgumentException().isThrownBy(() -> LinkConditions.GOOD.withCorruption(Double.NaN));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> LinkConditions.GOOD.withLatency(Duration.ofMillis(2), Duration.ofMillis(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> LinkConditions.GOOD.withMaxDatagramBytes(-1));
	}

	private boolean reaches(TestNode from, TestNode to) {
		to.log.clear();
		from.send(to, "hi");
		this.simulation.runFor(Duration.ofMillis(5));
		boolean packets = to.log.contains("packet hi");
		if (from == to) {
			return packets;
		}
		to.log.clear();
		from.sendFrame(to.address(), "hi", Duration.ofMillis(50));
		this.simulation.runFor(Duration.ofMillis(100));
		boolean back = packets && !this.network.connects(to.address(), from.address());
		// A stream needs both directions.
		assertThat(to.log.contains("frame hi")).isEqualTo(packets && !back);
		return packets;
	}

	private long latencyOf(TestNode from, TestNode to) {
		Duration start = this.simulation.now();
		from.send(to, "x");
		this.simulation.runFor(Duration.ofMillis(100));
		return to.lastAt.minus(start).toMillis();
	}

	private static LinkConditions latency(int millis) {
		return LinkConditions.GOOD.withLatency(Duration.ofMillis(millis), Duration.ofMillis(millis));
	}

	private void sendMany(TestNode from, TestNode to) {
		this.network.observe(this::record);
		for (int index = 0; index < MANY; index++) {
			from.send(to, String.format("%06d", index));
		}
		this.simulation.runFor(SECOND);
	}

	private void record(InetSocketAddress from, InetSocketAddress to, byte[] packet, PacketOutcome outcome) {
		this.outcomes.merge(outcome, 1, Integer::sum);
	}

	private int count(PacketOutcome outcome) {
		return this.outcomes.getOrDefault(outcome, 0);
	}

}
