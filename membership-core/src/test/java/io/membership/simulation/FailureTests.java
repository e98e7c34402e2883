package io.membership.simulation;

import java.net.InetSocketAddress;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FailureTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final Simulation simulation = new Simulation(4711);

	private final TestNode peer = TestNode.started(this.simulation);

	private final TestNode clumsy = new TestNode(this.simulation) {

		@Override
		public void packet(InetSocketAddress from, byte[] packet) {
			throw new IllegalStateException("clumsy");
		}

		@Override
		public void frame(InetSocketAddress from, byte[] frame, FrameReply reply) {
			throw new IllegalStateException("clumsy");
		}

	};

	FailureTests() {
		this.clumsy.transport.start(this.clumsy);
	}

	@Test
	void anExceptionOfAHandlerFailsTheRunAndNamesTheSeed() {
		this.peer.send(this.clumsy, "x");
		assertThatExceptionOfType(SimulationException.class).isThrownBy(() -> this.simulation.runFor(SECOND))
			.withMessageContaining("4711")
			.withRootCauseInstanceOf(IllegalStateException.class);
		assertThat(this.simulation.now()).isLessThan(Duration.ofMillis(2));
		this.simulation.runFor(SECOND);
	}

	@Test
	void theNodeGoesOnAndIsToldAsInProduction() {
		this.simulation.keepFailures(true);
		this.peer.send(this.clumsy, "x");
		this.peer.send(this.clumsy, "y");
		this.clumsy.runtime.execute(() -> {
			throw new IllegalStateException("in a task");
		});
		this.simulation.runFor(SECOND);
		assertThat(this.clumsy.log).containsExactly("dropped INTERNAL_ERROR", "dropped INTERNAL_ERROR",
				"dropped INTERNAL_ERROR");
		assertThat(this.simulation.takeFailures()).hasSize(3);
		assertThat(this.simulation.takeFailures()).isEmpty();
	}

	@Test
	void aFrameThatTheHandlerFailsOnClosesTheStream() {
		this.simulation.keepFailures(true);
		this.peer.exchange(this.clumsy.address(), "q", SECOND);
		this.simulation.runFor(SECOND);
		assertThat(this.clumsy.log).containsExactly("dropped INTERNAL_ERROR");
		assertThat(this.peer.log).containsExactly("failed EOFException");
	}

	@Test
	void anAnswerGivenTwiceFailsTheSimulation() {
		TestNode twice = new TestNode(this.simulation) {

			@Override
			public void frame(InetSocketAddress from, byte[] frame, FrameReply reply) {
				reply.send(frame("one"));
				reply.send(frame("two"));
			}

		};
		twice.transport.start(twice);
		this.peer.exchange(twice.address(), "q", SECOND);
		assertThatExceptionOfType(SimulationException.class).isThrownBy(() -> this.simulation.runFor(SECOND))
			.withMessageContaining("answered twice");
	}

	@Test
	void anExceptionOfBlockingWorkOrOfTheScenarioFailsTheRun() {
		this.peer.runtime.blocking().execute(() -> {
			throw new IllegalStateException("blocking");
		});
		assertThatExceptionOfType(SimulationException.class).isThrownBy(() -> this.simulation.runFor(SECOND));
		this.simulation.after(SECOND, () -> {
			throw new AssertionError("scenario");
		});
		assertThatExceptionOfType(SimulationException.class)
			.isThrownBy(() -> this.simulation.runFor(SECOND.multipliedBy(2)))
			.withRootCauseInstanceOf(AssertionError.class);
	}

	@Test
	void anInvariantIsCheckedAfterEachEvent() {
		int[] checks = new int[1];
		this.simulation.afterEachEvent(() -> {
			checks[0]++;
			assertThat(this.peer.log).doesNotContain("bad");
		});
		this.peer.runtime.execute(() -> this.peer.note("good"));
		this.simulation.runFor(SECOND);
		assertThat(checks[0]).isPositive();
		this.peer.runtime.execute(() -> this.peer.note("bad"));
		assertThatExceptionOfType(SimulationException.class).isThrownBy(() -> this.simulation.runFor(SECOND))
			.withRootCauseInstanceOf(AssertionError.class);
		this.simulation.afterEachEvent(null);
		this.simulation.runFor(SECOND);
	}

}
