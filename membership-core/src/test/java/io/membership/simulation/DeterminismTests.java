package io.membership.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.membership.runtime.TransportOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeterminismTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	@Test
	void theSameSeedGivesTheSameTrace() {
		assertThat(chatter(7, 12)).isEqualTo(chatter(7, 12));
	}

	@Test
	void anotherSeedGivesAnotherTrace() {
		assertThat(chatter(7, 12)).isNotEqualTo(chatter(8, 12));
	}

	@Test
	void anotherPayloadGivesAnotherTrace() {
		assertThat(hashOfOnePacket("a")).isEqualTo(hashOfOnePacket("a")).isNotEqualTo(hashOfOnePacket("b"));
	}

	@Test
	void oneMoreNodeDoesNotDisturbTheDrawsOfTheOthers() {
		assertThat(draws(3, 5)).isEqualTo(draws(4, 5)).isEqualTo(draws(9, 5));
	}

	@Test
	void aRestartedNodeDrawsAnew() {
		Simulation simulation = new Simulation(1);
		TestNode first = TestNode.started(simulation);
		List<String> before = drawsOf(simulation, first);
		first.faults().crash();
		TestNode second = new TestNode(simulation, TransportOptions.of(first.address(), Duration.ofSeconds(1)));
		assertThat(drawsOf(simulation, second)).isNotEqualTo(before);
	}

	@Test
	void theScenarioHasItsOwnRandomness() {
		assertThat(new Simulation(1).random("x").nextLong()).isEqualTo(new Simulation(1).random("x").nextLong())
			.isNotEqualTo(new Simulation(1).random("y").nextLong())
			.isNotEqualTo(new Simulation(2).random("x").nextLong());
	}

	private static long hashOfOnePacket(String text) {
		Simulation simulation = new Simulation(5);
		TestNode one = TestNode.started(simulation);
		TestNode other = TestNode.started(simulation);
		one.send(other, text);
		simulation.runFor(Duration.ofSeconds(1));
		assertThat(other.log).containsExactly("packet " + text);
		return simulation.traceHash();
	}

	private static List<String> draws(int nodes, int chatty) {
		Simulation simulation = new Simulation(99);
		List<TestNode> all = new ArrayList<>();
		for (int index = 0; index < nodes; index++) {
			all.add(TestNode.started(simulation));
		}
		for (TestNode node : all) {
			node.send(all.get(0), "x");
		}
		return drawsOf(simulation, all.get(2));
	}

	private static List<String> drawsOf(Simulation simulation, TestNode node) {
		node.runtime.execute(() -> node.note("drawn " + node.runtime.random().nextLong()));
		node.send(node, "loop");
		simulation.runFor(Duration.ofSeconds(1));
		return List.of(node.log.toString(), node.lastAt.minus(simulation.now()).toString());
	}

	/** Every kind of event and fault in one scenario. */
	private static long chatter(long seed, int nodes) {
		Simulation simulation = new Simulation(seed);
		simulation.network()
			.conditions(LinkConditions.GOOD.withLoss(0.1)
				.withDuplication(0.1)
				.withCorruption(0.1)
				.withLatency(Duration.ofMillis(1), Duration.ofMillis(30)));
		List<TestNode> all = new ArrayList<>();
		for (int index = 0; index < nodes; index++) {
			all.add(TestNode.started(simulation));
		}
		all.forEach((node) -> node.runtime.execute(() -> talk(node, all)));
		simulation.after(Duration.ofSeconds(2), () -> all.get(0).faults().pause(Duration.ofSeconds(1)));
		simulation.after(Duration.ofSeconds(3), () -> all.get(1).faults().crash());
		simulation.after(Duration.ofSeconds(4), () -> all.get(2).faults().slow(Duration.ofMillis(7)));
		simulation.runFor(Duration.ofSeconds(10));
		assertThat(simulation.eventCount()).isGreaterThan(1000);
		return simulation.traceHash();
	}

	private static void talk(TestNode node, List<TestNode> all) {
		TestNode peer = all.get(node.runtime.random().nextInt(all.size()));
		if (node.runtime.random().nextInt(10) == 0) {
			node.transport.exchange(peer.address(), TestNode.frame("hello there, what is new"), TIMEOUT,
					node.new Outcome());
		}
		else {
			node.sendNow(peer, "ping");
		}
		node.runtime.blocking().execute(() -> node.note("blocking"));
		node.runtime.schedule(Duration.ofMillis(100).toNanos(), () -> talk(node, all));
	}

}
