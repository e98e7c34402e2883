package io.membership.simulation;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.membership.runtime.TransportOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NodeFaultsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final Simulation simulation = new Simulation(42);

	private final TestNode node = TestNode.started(this.simulation);

	private final TestNode peer = TestNode.started(this.simulation);

	@Test
	void nothingOfAPausedNodeRuns() {
		timer(10, "timer");
		this.node.runtime.execute(() -> this.node.note("task"));
		this.node.runtime.blocking().execute(() -> this.node.note("blocking"));
		this.peer.send(this.node, "x");
		this.node.faults().pause(SECOND);
		this.simulation.runFor(SECOND.minusNanos(1));
		assertThat(this.node.log).isEmpty();
		this.simulation.runFor(SECOND);
		assertThat(this.node.log).containsExactlyInAnyOrder("packet x", "task", "timer", "blocking");
	}

	@Test
	void onWakingUpPacketsComeBeforeTasksAndTasksBeforeTimers() {
		this.node.faults().pause(SECOND);
		timer(10, "timer");
		this.node.runtime.execute(() -> this.node.note("task"));
		this.simulation.after(Duration.ofMillis(500), () -> this.peer.send(this.node, "late"));
		this.peer.exchange(this.node.address(), "q", SECOND.multipliedBy(5));
		this.simulation.runFor(SECOND.multipliedBy(2));
		assertThat(this.node.log).containsExactly("frame q", "packet late", "task", "timer");
		assertThat(this.node.lastAt).isEqualTo(SECOND);
	}

	@Test
	void whatAPacketQueuesOnWakingUpComesBeforeTheTimers() {
		this.node.faults().pause(SECOND);
		timer(10, "timer");
		TestNode echo = this.peer;
		this.simulation.network().observe((from, to, packet, outcome) -> {
			if (to.equals(this.node.address())) {
				this.node.runtime.execute(() -> this.node.note("task of the packet"));
			}
		});
		echo.send(this.node, "x");
		this.simulation.runFor(SECOND.multipliedBy(2));
		assertThat(this.node.log).containsExactly("packet x", "task of the packet", "timer");
	}

	@Test
	void theClockGoesOnDuringAPause() {
		long start = this.node.runtime.nanoTime();
		List<Long> seen = new ArrayList<>();
		this.node.runtime.schedule(TimeUnit.MILLISECONDS.toNanos(100),
				() -> seen.add(this.node.runtime.nanoTime() - start));
		this.node.faults().pause(SECOND);
		this.simulation.runFor(SECOND.multipliedBy(2));
		assertThat(seen).containsExactly(SECOND.toNanos());
	}

	@Test
	void timersThatAreDueAfterThePauseAreOnTime() {
		timer(1500, "timer");
		this.node.faults().pause(SECOND);
		this.simulation.runFor(SECOND.multipliedBy(2));
		assertThat(this.node.lastAt).isEqualTo(Duration.ofMillis(1500));
	}

	@Test
	void aPauseCanBeProlongedAndEndedEarly() {
		this.node.faults().pause(SECOND);
		this.node.faults().pause(SECOND.multipliedBy(3));
		this.node.faults().pause(SECOND);
		timer(10, "timer");
		this.simulation.runFor(SECOND.multipliedBy(2));
		assertThat(this.node.log).isEmpty();
		this.node.faults().resume();
		this.simulation.runFor(Duration.ZERO);
		assertThat(this.node.log).containsExactly("timer");
		timer(1100, "again");
		this.simulation.runFor(SECOND.multipliedBy(2));
		assertThat(this.node.log).containsExactly("timer", "again");
	}

	@Test
	void aPauseWithoutAnEndLastsUntilResume() {
		this.node.faults().pause();
		this.node.runtime.blocking().execute(() -> this.node.note("blocking"));
		this.peer.send(this.node, "x");
		this.simulation.runFor(Duration.ofDays(1));
		assertThat(this.node.log).isEmpty();
		this.node.faults().resume();
		this.simulation.runFor(SECOND);
		assertThat(this.node.log).containsExactly("packet x", "blocking");
	}

	@Test
	void theSocketOfAPausedNodeHoldsALimitedNumberOfPackets() {
		List<PacketOutcome> outcomes = new ArrayList<>();
		this.simulation.network().observe((from, to, packet, outcome) -> outcomes.add(outcome));
		this.node.faults().pause(SECOND);
		for (int index = 0; index < 2100; index++) {
			this.peer.send(this.node, "x");
		}
		this.simulation.runFor(SECOND.multipliedBy(2));
		assertThat(outcomes).filteredOn((outcome) -> outcome == PacketOutcome.SOCKET_FULL).hasSize(100);
		assertThat(this.node.log).hasSize(2000);
	}

	@Test
	void theSocketOfAPausedNodeHoldsALimitedNumberOfBytes() {
		this.node.faults().pause(SECOND);
		for (int index = 0; index < 50; index++) {
			this.peer.send(this.node, "x".repeat(60_000));
		}
		this.simulation.runFor(SECOND.multipliedBy(2));
		assertThat(this.node.log).hasSize(2 * 1024 * 1024 / 60_000);
	}

	@Test
	void beforeTheStartPacketsWaitAndTimersFire() {
		TestNode late = new TestNode(this.simulation);
		late.runtime.execute(() -> late.note("task"));
		this.peer.send(late, "x");
		this.simulation.runFor(SECOND);
		assertThat(late.log).containsExactly("task");
		late.transport.start(late);
		this.simulation.runFor(Duration.ZERO);
		assertThat(late.log).containsExactly("task", "packet x");
	}

	@Test
	void aSlowNodeTakesItsTimeForEveryEvent() {
		this.node.faults().slow(Duration.ofMillis(100));
		for (int index = 0; index < 5; index++) {
			this.peer.send(this.node, "x");
		}
		this.simulation.runFor(Duration.ofMillis(350));
		assertThat(this.node.log).hasSize(4);
		this.simulation.runFor(Duration.ofMillis(350));
		assertThat(this.node.log).hasSize(5);
	}

	@Test
	void aFloodDoesNotStarveTheTimersOfASlowNode() {
		this.node.faults().slow(Duration.ofMillis(10));
		this.peer.runtime.execute(this::flood);
		timer(100, "timer");
		this.simulation.runFor(SECOND.multipliedBy(10));
		assertThat(this.node.log).contains("timer");
	}

	private void flood() {
		this.peer.sendNow(this.node, "x");
		this.peer.runtime.schedule(TimeUnit.MILLISECONDS.toNanos(5), this::flood);
	}

	@Test
	void aSlowNodeRecovers() {
		this.node.faults().slow(Duration.ofMillis(100));
		this.peer.send(this.node, "a");
		this.peer.send(this.node, "b");
		this.simulation.runFor(Duration.ofMillis(50));
		this.node.faults().slow(Duration.ZERO);
		this.simulation.runFor(SECOND);
		this.peer.send(this.node, "c");
		this.simulation.runFor(Duration.ofMillis(2));
		assertThat(this.node.log).containsExactlyInAnyOrder("packet a", "packet b", "packet c");
	}

	@Test
	void aStuckBlockingExecutorLeavesTheEventLoopAlone() {
		this.node.faults().stickBlocking(Duration.ofMinutes(1));
		this.node.runtime.blocking().execute(() -> this.node.note("blocking"));
		this.peer.send(this.node, "x");
		this.simulation.runFor(Duration.ofSeconds(59));
		assertThat(this.node.log).containsExactly("packet x");
		this.simulation.runFor(Duration.ofSeconds(2));
		assertThat(this.node.log).containsExactly("packet x", "blocking");
	}

	@Test
	void aStuckBlockingExecutorThatWasPausedTooWaitsForBoth() {
		this.node.faults().stickBlocking(SECOND);
		this.node.faults().pause(SECOND.multipliedBy(2));
		this.node.runtime.blocking().execute(() -> this.node.note("blocking"));
		this.simulation.runFor(SECOND.multipliedBy(2));
		assertThat(this.node.log).isEmpty();
		this.simulation.runFor(SECOND);
		assertThat(this.node.log).containsExactly("blocking");
	}

	@Test
	void nothingOfACrashedNodeRunsAgain() {
		InetSocketAddress address = this.node.address();
		timer(100, "timer");
		this.node.runtime.execute(() -> this.node.note("task"));
		this.node.runtime.blocking().execute(() -> this.node.note("blocking"));
		this.peer.send(this.node, "x");
		this.node.exchange(this.peer.address(), "q", SECOND);
		this.node.faults().crash();
		this.simulation.runFor(SECOND.multipliedBy(5));
		assertThat(this.node.log).isEmpty();
		assertThat(this.simulation.isBound(address)).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> this.simulation.node(address));
	}

	@Test
	void aCrashWhilePausedLosesWhatWaited() {
		List<PacketOutcome> outcomes = new ArrayList<>();
		this.simulation.network().observe((from, to, packet, outcome) -> outcomes.add(outcome));
		this.peer.send(this.node, "x");
		this.node.faults().pause(SECOND);
		this.simulation.runFor(Duration.ofMillis(10));
		this.node.faults().crash();
		this.simulation.runFor(SECOND.multipliedBy(2));
		assertThat(this.node.log).isEmpty();
		assertThat(outcomes).containsExactly(PacketOutcome.NO_LISTENER);
	}

	@Test
	void theAddressOfACrashedNodeCanBeBoundAgain() {
		InetSocketAddress address = this.node.address();
		NodeFaults old = this.node.faults();
		old.crash();
		TestNode restarted = new TestNode(this.simulation, TransportOptions.of(address, Duration.ofSeconds(10)));
		restarted.transport.start(restarted);
		// The handle still means the node that is gone.
		old.crash();
		old.pause();
		this.peer.send(restarted, "x");
		this.simulation.runFor(SECOND);
		assertThat(restarted.log).containsExactly("packet x");
		assertThat(this.node.log).isEmpty();
	}

	private void timer(long millis, String what) {
		this.node.runtime.schedule(TimeUnit.MILLISECONDS.toNanos(millis), () -> this.node.note(what));
	}

}
