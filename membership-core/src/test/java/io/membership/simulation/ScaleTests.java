package io.membership.simulation;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScaleTests {

	private static final int NODES = 1000;

	private static final int SECONDS = 60;

	private static final long INTERVAL = Duration.ofMillis(200).toNanos();

	private static final byte[] PAYLOAD = new byte[200];

	@Test
	void aThousandNodesTalkForAMinute() {
		Simulation simulation = new Simulation(1);
		List<Chatter> nodes = new ArrayList<>();
		for (int index = 0; index < NODES; index++) {
			nodes.add(new Chatter(simulation));
		}
		nodes.forEach((node) -> node.runtime.execute(() -> node.talk(nodes)));
		simulation.runFor(Duration.ofSeconds(SECONDS));
		long ticks = NODES * SECONDS * Duration.ofSeconds(1).toNanos() / INTERVAL;
		long received = nodes.stream().mapToLong((node) -> node.received).sum();
		assertThat(received).isBetween(ticks - NODES, ticks + NODES);
		assertThat(simulation.eventCount()).isGreaterThanOrEqualTo(2 * ticks);
		assertThat(simulation.network().traffic().packetsReceived()).isEqualTo(received);
	}

	/** Sends a packet to a random node five times a second. */
	private static final class Chatter extends TestNode {

		private long received;

		Chatter(Simulation simulation) {
			super(simulation);
			this.transport.start(this);
		}

		void talk(List<Chatter> all) {
			Chatter peer = all.get(this.runtime.random().nextInt(all.size()));
			this.transport.sendPacket(peer.address(), PAYLOAD, null);
			this.runtime.schedule(INTERVAL, () -> talk(all));
		}

		@Override
		public void packet(InetSocketAddress from, byte[] packet) {
			this.received++;
		}

	}

}
