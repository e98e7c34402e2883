package io.membership.netty;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.membership.runtime.NodeRuntime;
import io.membership.testing.Eventually;
import org.junit.jupiter.api.Test;

import static io.membership.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Packets that wait in the socket count before any timer, wherever the loop was held up:
 * the naive order ends suspicions whose refutations have arrived already.
 */
class TimerOrderTests extends AllSockets {

	private static final int PACKETS = 300;

	private static final long DELAY = TimeUnit.MILLISECONDS.toNanos(50);

	private final List<String> order = new CopyOnWriteArrayList<>();

	@Test
	void afterATaskHeldUpTheLoopPacketsComeBeforeTimers() throws IOException {
		TestNode node = recording();
		Block block = new Block();
		node.transport.runtime().execute(() -> {
			schedule(node, DELAY, 3);
			block.hold();
		});
		whileHeldPacketsArriveAndTimersComeDue(node, block);
		expectPacketsThenTimers(PACKETS, 3);
	}

	@Test
	void afterAPacketHeldUpTheLoopTheOtherPacketsComeBeforeTimers() throws IOException {
		TestNode node = recording();
		Block block = new Block();
		node.onLoop(() -> schedule(node, DELAY, 3));
		node.onPacket = (packet) -> {
			this.order.add("packet");
			if (this.order.size() == 1) {
				block.hold();
			}
		};
		sendPackets(node, 1);
		whileHeldPacketsArriveAndTimersComeDue(node, block);
		expectPacketsThenTimers(PACKETS + 1, 3);
	}

	@Test
	void afterATimerHeldUpTheLoopPacketsComeBeforeTheNextTimers() throws IOException {
		TestNode node = recording();
		Block block = new Block();
		node.onLoop(() -> {
			node.transport.runtime().schedule(0, () -> {
				block.hold();
			});
			// Due at the same time, and later while the first one runs.
			schedule(node, 0, 2);
			schedule(node, DELAY, 2);
		});
		whileHeldPacketsArriveAndTimersComeDue(node, block);
		expectPacketsThenTimers(PACKETS, 4);
	}

	@Test
	void afterAnotherMemberHeldUpTheSharedLoopPacketsComeBeforeTimers() throws IOException {
		TestNode node = recording();
		TestNode other = new TestNode(this.factory).start();
		Block block = new Block();
		node.onLoop(() -> schedule(node, DELAY, 3));
		other.onPacket = (packet) -> block.hold();
		sendPackets(other, 1);
		whileHeldPacketsArriveAndTimersComeDue(node, block);
		expectPacketsThenTimers(PACKETS, 3);
	}

	@Test
	void aTaskQueuedDuringTheStallDoesNotOvertakeIntoTheTimers() throws IOException {
		TestNode node = recording();
		Block block = new Block();
		node.transport.runtime().execute(() -> {
			schedule(node, DELAY, 1);
			block.hold();
		});
		block.awaitHeld();
		for (int i = 0; i < 200; i++) {
			node.transport.runtime().execute(() -> {
			});
		}
		whileHeldPacketsArriveAndTimersComeDue(node, block);
		expectPacketsThenTimers(PACKETS, 1);
	}

	@Test
	void timersRunInTheOrderOfTheirDeadlinesAndOfSchedulingWhenEqual() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		NodeRuntime runtime = node.transport.runtime();
		List<Integer> ran = new CopyOnWriteArrayList<>();
		node.onLoop(() -> {
			runtime.schedule(TimeUnit.MILLISECONDS.toNanos(60), () -> ran.add(3));
			runtime.schedule(TimeUnit.MILLISECONDS.toNanos(30), () -> ran.add(2));
			runtime.schedule(-5, () -> ran.add(0));
			runtime.schedule(0, () -> ran.add(1));
			runtime.schedule(Long.MAX_VALUE, () -> ran.add(99));
			assertThat(ran).as("never in the calling frame").isEmpty();
		});
		await("the tasks").until(() -> ran.size() == 4);
		assertThat(ran).containsExactly(0, 1, 2, 3);
	}

	@Test
	void aTimerDoesNotRunEarlyAndNotMuchLate() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		NodeRuntime runtime = node.transport.runtime();
		List<Long> late = new CopyOnWriteArrayList<>();
		List<Long> lateInTheJdk = new CopyOnWriteArrayList<>();
		ScheduledExecutorService jdk = Executors.newSingleThreadScheduledExecutor();
		try {
			node.onLoop(() -> {
				for (int i = 1; i <= 20; i++) {
					long delay = TimeUnit.MILLISECONDS.toNanos(5L * i);
					long due = runtime.nanoTime() + delay;
					runtime.schedule(delay, () -> late.add(runtime.nanoTime() - due));
					jdk.schedule(() -> lateInTheJdk.add(runtime.nanoTime() - due), delay, TimeUnit.NANOSECONDS);
				}
			});
			await("the timers").until(() -> late.size() == 20 && lateInTheJdk.size() == 20);
		}
		finally {
			jdk.shutdown();
		}
		assertThat(late).allMatch((nanos) -> nanos >= 0);
		// how late the machine makes any timer is not the loop's to answer for
		assertThat(median(late)).isLessThan(TimeUnit.MILLISECONDS.toNanos(20) + 4 * median(lateInTheJdk));
	}

	private static long median(List<Long> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	@Test
	void aTimerMayBeScheduledFromAnyThreadAndFromATimer() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		NodeRuntime runtime = node.transport.runtime();
		CountDownLatch ran = new CountDownLatch(100);
		Runnable[] again = new Runnable[1];
		again[0] = () -> {
			assertThat(runtime.inEventLoop()).isTrue();
			ran.countDown();
			runtime.schedule(0, again[0]);
		};
		runtime.schedule(1, again[0]);
		await("the tasks").until(() -> ran.getCount() == 0);
		node.onLoop(() -> {
		});
	}

	@Test
	void aTimerThatThrowsDoesNotStopTheOthers() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		List<Integer> ran = new CopyOnWriteArrayList<>();
		node.onLoop(() -> {
			node.transport.runtime().schedule(0, () -> {
				throw new IllegalStateException("provoked by the test");
			});
			node.transport.runtime().schedule(0, () -> {
				throw new OutOfMemoryError("provoked by the test");
			});
			node.transport.runtime().schedule(1, () -> ran.add(1));
		});
		await("the tasks").until(() -> ran.size() == 1);
		assertThat(node.drops).hasSize(2);
	}

	private TestNode recording() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		node.onPacket = (packet) -> this.order.add("packet");
		return node;
	}

	private void schedule(TestNode node, long delayNanos, int count) {
		for (int i = 0; i < count; i++) {
			node.transport.runtime().schedule(delayNanos + i, () -> this.order.add("timer"));
		}
	}

	private void whileHeldPacketsArriveAndTimersComeDue(TestNode node, Block block) throws IOException {
		block.awaitHeld();
		// On loopback a packet is in the receiver's buffer when it has been sent.
		sendPackets(node, PACKETS);
		long timersAreDue = System.nanoTime() + 2 * DELAY;
		await("a moment to pass").until(() -> System.nanoTime() - timersAreDue > 0);
		block.release();
	}

	private void sendPackets(TestNode node, int count) throws IOException {
		try (DatagramSocket socket = new DatagramSocket()) {
			for (int i = 0; i < count; i++) {
				socket.send(new DatagramPacket(new byte[] { 1 }, 1, node.address()));
			}
		}
	}

	private void expectPacketsThenTimers(int packets, int timers) {
		await("all that is expected").until(() -> this.order.size() == packets + timers);
		List<String> expected = new ArrayList<>(Collections.nCopies(packets, "packet"));
		expected.addAll(Collections.nCopies(timers, "timer"));
		assertThat(this.order).isEqualTo(expected);
	}

	/** Holds up the loop as a pause of the process would. */
	private static final class Block {

		private final CountDownLatch held = new CountDownLatch(1);

		private final CountDownLatch released = new CountDownLatch(1);

		void hold() {
			this.held.countDown();
			try {
				assertThat(this.released.await(Eventually.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		void awaitHeld() {
			await("the loop to be held").until(() -> this.held.getCount() == 0);
		}

		void release() {
			this.released.countDown();
		}

	}

}
