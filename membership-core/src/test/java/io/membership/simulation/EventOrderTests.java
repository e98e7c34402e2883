package io.membership.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventOrderTests {

	private final Simulation simulation = new Simulation(1);

	private final TestNode node = TestNode.started(this.simulation);

	@Test
	void timeStandsStillBetweenTheRuns() {
		assertThat(this.simulation.now()).isZero();
		this.simulation.runFor(Duration.ofSeconds(3));
		assertThat(this.simulation.now()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void timersFireInTheOrderOfTheirTime() {
		timer(30, "c");
		timer(10, "a");
		timer(20, "b");
		this.simulation.runFor(Duration.ofSeconds(1));
		assertThat(this.node.log).containsExactly("a", "b", "c");
	}

	@Test
	void timersOfTheSameTimeFireInTheOrderTheyWereStarted() {
		timer(10, "a");
		timer(10, "b");
		timer(10, "c");
		this.simulation.runFor(Duration.ofSeconds(1));
		assertThat(this.node.log).containsExactly("a", "b", "c");
	}

	@Test
	void aTimerFiresAfterItsDelayByTheNodesOwnClock() {
		long start = this.node.runtime.nanoTime();
		this.node.runtime.schedule(5_000_000, () -> this.node.note("" + (this.node.runtime.nanoTime() - start)));
		this.simulation.runFor(Duration.ofSeconds(1));
		assertThat(this.node.log).containsExactly("5000000");
	}

	@Test
	void aTimerFarAwayDoesNotOverflow() {
		this.node.runtime.schedule(Long.MAX_VALUE, () -> this.node.note("fired"));
		this.simulation.runFor(Duration.ofDays(365));
		assertThat(this.node.log).isEmpty();
	}

	@Test
	void aTimerInThePastFiresAtOnce() {
		timer(-5, "now");
		this.simulation.runFor(Duration.ZERO);
		assertThat(this.node.log).containsExactly("now");
	}

	@Test
	void aTaskNeverRunsInTheCallingFrame() {
		this.node.runtime.execute(() -> {
			this.node.runtime.execute(() -> this.node.note("inner"));
			this.node.note("outer");
		});
		assertThat(this.node.log).isEmpty();
		this.simulation.runFor(Duration.ZERO);
		assertThat(this.node.log).containsExactly("outer", "inner");
	}

	@Test
	void atOneInstantPacketsComeBeforeTasksAndTasksBeforeTimers() {
		this.simulation.network()
			.conditions(LinkConditions.GOOD.withLatency(Duration.ofMillis(10), Duration.ofMillis(10)));
		timer(10, "timer");
		this.simulation.after(Duration.ofMillis(10), () -> this.node.runtime.execute(() -> this.node.note("task")));
		TestNode peer = TestNode.started(this.simulation);
		peer.send(this.node, "x");
		this.simulation.runFor(Duration.ofSeconds(1));
		assertThat(this.node.log).containsExactly("packet x", "task", "timer");
	}

	@Test
	void tasksKeepTheirOrderWhenTheNodeFallsBehindInBetween() {
		task("a");
		this.node.faults().pause(Duration.ofSeconds(1));
		task("b");
		this.simulation.runFor(Duration.ofMillis(500));
		task("c");
		this.node.faults().resume();
		task("d");
		this.simulation.runFor(Duration.ZERO);
		task("e");
		this.simulation.runFor(Duration.ZERO);
		assertThat(this.node.log).containsExactly("a", "b", "c", "d", "e");
	}

	@Test
	void whatAHandlerQueuesComesBeforeTheTimersOfThatInstant() {
		timer(10, "timer");
		this.simulation.after(Duration.ofMillis(10), () -> this.node.runtime.execute(() -> {
			this.node.note("task");
			this.node.runtime.execute(() -> this.node.note("its task"));
		}));
		this.simulation.runFor(Duration.ofSeconds(1));
		assertThat(this.node.log).containsExactly("task", "its task", "timer");
	}

	@Test
	void onlyCodeOfTheNodeIsInItsEventLoop() {
		TestNode other = TestNode.started(this.simulation);
		List<Boolean> answers = new ArrayList<>();
		answers.add(this.node.runtime.inEventLoop());
		this.node.runtime.execute(() -> answers.add(this.node.runtime.inEventLoop()));
		this.node.runtime.execute(() -> answers.add(other.runtime.inEventLoop()));
		this.node.runtime.blocking().execute(() -> answers.add(this.node.runtime.inEventLoop()));
		this.simulation.runFor(Duration.ofSeconds(1));
		assertThat(answers).containsExactly(false, true, false, false);
	}

	@Test
	void blockingWorkRunsLaterInVirtualTime() {
		this.node.runtime.blocking().execute(() -> this.node.note("done"));
		this.simulation.runFor(Duration.ZERO);
		assertThat(this.node.log).isEmpty();
		this.simulation.runFor(Duration.ofMillis(1));
		assertThat(this.node.log).containsExactly("done");
	}

	@Test
	void randomAndSendingAreRefusedOffTheEventLoop() {
		assertThatIllegalStateException().isThrownBy(() -> this.node.runtime.random().nextInt());
		assertThatIllegalStateException()
			.isThrownBy(() -> this.node.transport.sendPacket(this.node.address(), new byte[1], null));
	}

	@Test
	void theWallClockGoesWithVirtualTimeAndCanBeStepped() {
		Instant start = this.node.runtime.wallClock();
		long monotonic = this.node.runtime.nanoTime();
		this.simulation.runFor(Duration.ofMinutes(1));
		this.node.faults().stepWallClock(Duration.ofHours(-5));
		assertThat(this.node.runtime.wallClock()).isEqualTo(start.plusSeconds(60).minus(Duration.ofHours(5)));
		assertThat(this.node.runtime.nanoTime() - monotonic).isEqualTo(TimeUnit.MINUTES.toNanos(1));
	}

	@Test
	void runUntilStopsAsSoonAsTheConditionIsTrue() {
		timer(10, "a");
		timer(20, "b");
		assertThat(this.simulation.runUntil(() -> this.node.log.contains("a"), Duration.ofSeconds(1))).isTrue();
		assertThat(this.simulation.now()).isEqualTo(Duration.ofMillis(10));
		assertThat(this.simulation.runUntil(() -> this.node.log.contains("c"), Duration.ofSeconds(1))).isFalse();
		assertThat(this.simulation.now()).isEqualTo(Duration.ofMillis(1010));
	}

	@Test
	void stepLetsOneEventHappen() {
		this.simulation.runFor(Duration.ZERO);
		timer(10, "a");
		timer(20, "b");
		assertThat(this.simulation.step()).isTrue();
		assertThat(this.node.log).containsExactly("a");
		assertThat(this.simulation.step()).isTrue();
		assertThat(this.simulation.step()).isFalse();
	}

	@Test
	void timeCannotPassWithinAnEvent() {
		this.node.runtime.execute(() -> this.simulation.runFor(Duration.ofSeconds(1)));
		timer(1, "so that there is an event");
		assertThatThrownBy(() -> this.simulation.runFor(Duration.ofSeconds(1))).isInstanceOf(SimulationException.class)
			.hasRootCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void tasksThatCauseEachOtherForEverAreFound() {
		loop();
		assertThatThrownBy(() -> this.simulation.runFor(Duration.ofSeconds(1))).isInstanceOf(SimulationException.class)
			.hasMessageContaining("stands still");
	}

	private void loop() {
		this.node.runtime.execute(this::loop);
	}

	@Test
	void theQueueOrdersAsAPriorityQueueDoes() {
		SplittableRandom random = new SplittableRandom(3);
		EventQueue queue = new EventQueue();
		PriorityQueue<Long> expected = new PriorityQueue<>();
		List<Long> polled = new ArrayList<>();
		for (int index = 0; index < 20_000; index++) {
			if (random.nextInt(5) > 1 || queue.isEmpty()) {
				long time = random.nextInt(500);
				long order = index;
				expected.add(time * 1_000_000 + order);
				queue.add(time, order, () -> polled.add(time * 1_000_000 + order));
			}
			else {
				queue.poll().fire();
				assertThat(polled.remove(0)).isEqualTo(expected.poll());
			}
		}
		assertThat(queue.size()).isEqualTo(expected.size());
	}

	private void task(String what) {
		this.node.runtime.execute(() -> this.node.note(what));
	}

	private void timer(long millis, String what) {
		this.node.runtime.schedule(TimeUnit.MILLISECONDS.toNanos(millis), () -> this.node.note(what));
	}

}
