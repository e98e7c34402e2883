package io.membership.simulation;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;

/*
 * As long as a node is awake, its events happen at the instant they are due. A node that is
 * paused, or that takes time for every event, puts them into its backlog; while it is
 * behind, exactly one "turn" is in the event queue, which takes one event from the backlog
 * and queues the next turn. The turn carries a token, so that an early resume makes the
 * turn at the end of the pause stale.
 */
/** Event loop, clock and randomness of one simulated node. */
final class SimulatedNode implements NodeRuntime {

	/** The wall clock starts here, independent of the real date. */
	static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

	private static final long MIN_BLOCKING_DELAY = 10_000;

	private static final long MAX_BLOCKING_DELAY = 200_000;

	final InetSocketAddress address;

	final int number;

	/** What the network draws for this node's traffic. */
	final SplittableRandom networkRandom;

	final Traffic.Counter traffic;

	private final Timeline timeline;

	private final LoopRandom random;

	private final SplittableRandom blockingRandom;

	private final long clockOrigin;

	private final Backlog backlog;

	private final Event nextTask = this::runNextTask;

	private final List<Runnable> heldBlocking = new ArrayList<>();

	private @Nullable Runnable whenUncaught;

	private long wallClockOffset;

	private boolean dead;

	private boolean crashed;

	private boolean readsSockets;

	private boolean behind;

	private long turnToken;

	private long pausedUntil;

	private long busyUntil;

	private long stuckUntil;

	private long nanosPerEvent;

	SimulatedNode(Simulation simulation, InetSocketAddress address, int number, int socketBufferBytes) {
		this.timeline = simulation.timeline();
		this.address = address;
		this.number = number;
		this.backlog = new Backlog(socketBufferBytes);
		this.traffic = simulation.network().counter(address);
		String life = simulation.seeds().nextLife(address);
		this.random = new LoopRandom(this, simulation.seeds().fork("node " + life));
		this.networkRandom = simulation.seeds().fork("network " + life);
		this.blockingRandom = simulation.seeds().fork("blocking " + life);
		// Only differences of nanoTime mean anything; code that takes 0 for "never" or
		// expects it to be positive is to be found here and not in production.
		this.clockOrigin = simulation.seeds().fork("clock " + life).nextLong() >> 2;
	}

	@Override
	public long nanoTime() {
		return this.clockOrigin + this.timeline.now();
	}

	@Override
	public Instant wallClock() {
		return EPOCH.plusNanos(this.timeline.now()).plusNanos(this.wallClockOffset);
	}

	@Override
	public RandomGenerator random() {
		return this.random;
	}

	@Override
	public boolean inEventLoop() {
		return this.timeline.current() == this;
	}

	@Override
	public void execute(Runnable task) {
		if (this.dead) {
			return;
		}
		// The queue is the same whether the node is behind or not, so that tasks keep
		// their order when it falls behind in between.
		this.backlog.add(new NodeEvent.Work(this, NodeEvent.Kind.TASK, task));
		if (!this.behind) {
			this.timeline.push(this.timeline.now(), Timeline.TASK, this.nextTask);
		}
	}

	private void runNextTask() {
		NodeEvent task = (this.dead || this.behind) ? null : this.backlog.nextTask();
		if (task != null) {
			processOnTime(task);
		}
	}

	@Override
	public void schedule(long delayNanos, Runnable task) {
		if (!this.dead) {
			this.timeline.push(this.timeline.in(delayNanos), Timeline.TIMER,
					new NodeEvent.Work(this, NodeEvent.Kind.TIMER, task));
		}
	}

	@Override
	public Executor blocking() {
		return this::executeBlocking;
	}

	private void executeBlocking(Runnable task) {
		if (this.crashed) {
			return;
		}
		long delay = this.blockingRandom.nextLong(MIN_BLOCKING_DELAY, MAX_BLOCKING_DELAY) + this.nanosPerEvent;
		this.timeline.push(this.timeline.in(delay), Timeline.TASK, () -> runBlocking(task));
	}

	private void runBlocking(Runnable task) {
		if (this.crashed) {
			return;
		}
		long now = this.timeline.now();
		if (now < this.pausedUntil || now < this.stuckUntil) {
			this.heldBlocking.add(task);
			return;
		}
		this.timeline.note(this.number, Timeline.BLOCKING_KIND);
		task.run();
	}

	private void releaseBlocking() {
		List<Runnable> held = List.copyOf(this.heldBlocking);
		this.heldBlocking.clear();
		held.forEach(this::executeBlocking);
	}

	/** Says what to do after code on the event loop threw an exception. */
	void whenUncaught(Runnable action) {
		this.whenUncaught = action;
	}

	void uncaught() {
		if (this.whenUncaught != null) {
			this.whenUncaught.run();
		}
	}

	/** An event is due: it happens now, or waits until the node gets round to it. */
	void arrive(NodeEvent event) {
		if (this.dead) {
			event.discarded(PacketOutcome.NO_LISTENER);
		}
		else if (this.behind || (!this.readsSockets && event.isInbound())) {
			this.backlog.add(event);
		}
		else {
			processOnTime(event);
		}
	}

	private void processOnTime(NodeEvent event) {
		process(event);
		if (this.nanosPerEvent > 0 && !this.dead) {
			fallBehind(this.busyUntil);
		}
	}

	private void process(NodeEvent event) {
		this.busyUntil = this.timeline.in(this.nanosPerEvent);
		this.timeline.handle(this, event);
	}

	private void fallBehind(long until) {
		this.behind = true;
		long token = ++this.turnToken;
		this.timeline.push(until, Timeline.INBOUND, () -> turn(token));
	}

	private void turn(long token) {
		if (this.dead || token != this.turnToken) {
			return;
		}
		long now = this.timeline.now();
		long idleUntil = Math.max(this.pausedUntil, this.busyUntil);
		if (now < idleUntil) {
			fallBehind(idleUntil);
			return;
		}
		if (!this.heldBlocking.isEmpty() && now >= this.stuckUntil) {
			releaseBlocking();
		}
		NodeEvent event = this.backlog.next(this.readsSockets);
		if (event != null) {
			process(event);
		}
		if (this.dead || token != this.turnToken) {
			return;
		}
		if (now < this.busyUntil || now < this.pausedUntil || !this.backlog.isEmpty(this.readsSockets)) {
			fallBehind(Math.max(now, this.busyUntil));
		}
		else {
			this.behind = false;
		}
	}

	void readSockets() {
		this.readsSockets = true;
		if (!this.behind) {
			fallBehind(this.timeline.now());
		}
	}

	/** Nothing of a dead node runs any more, except blocking tasks after a close. */
	void die(boolean crash) {
		this.dead = true;
		this.crashed |= crash;
		this.backlog.discard(PacketOutcome.NO_LISTENER);
	}

	boolean isDead() {
		return this.dead;
	}

	void pause(long nanos) {
		this.pausedUntil = Math.max(this.pausedUntil, this.timeline.in(nanos));
		if (!this.behind) {
			fallBehind(this.pausedUntil);
		}
	}

	void resume() {
		this.pausedUntil = this.timeline.now();
		if (this.behind) {
			fallBehind(this.pausedUntil);
		}
	}

	/** Whether the loop is behind, so that it does not accept connections at once. */
	boolean isBehind() {
		return this.behind || !this.readsSockets;
	}

	void slow(Duration perEvent) {
		this.nanosPerEvent = perEvent.toNanos();
	}

	void stickBlocking(Duration duration) {
		this.stuckUntil = Math.max(this.stuckUntil, this.timeline.in(duration.toNanos()));
		this.timeline.push(this.stuckUntil, Timeline.TASK, this::releaseBlocking);
	}

	void stepWallClock(Duration step) {
		this.wallClockOffset += step.toNanos();
	}

	@Override
	public String toString() {
		return "node " + this.address;
	}

}
