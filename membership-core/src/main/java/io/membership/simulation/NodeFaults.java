package io.membership.simulation;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Faults of one node, from its binding to its close or crash. Obtained from
 * {@link Simulation#node}.
 */
public final class NodeFaults {

	private final SimulatedTransport transport;

	NodeFaults(SimulatedTransport transport) {
		this.transport = transport;
	}

	/**
	 * Returns the address of the node.
	 * @return the bound address
	 */
	public InetSocketAddress address() {
		return this.transport.boundAddress();
	}

	/**
	 * Stops the process as SIGSTOP does: none of its code runs, blocking tasks included,
	 * while its clock goes on and its sockets fill up. When the process continues, it
	 * handles pending input before its tasks, and tasks before timers.
	 * @param duration from now; a pause that ends later stays as it is
	 */
	public void pause(Duration duration) {
		this.transport.node().pause(duration.toNanos());
	}

	/** Stops the process until {@link #resume}. */
	public void pause() {
		this.transport.node().pause(Long.MAX_VALUE);
	}

	/** Ends a pause now. */
	public void resume() {
		this.transport.node().resume();
	}

	/**
	 * Makes the node slow, as a starved CPU does: each of its events takes some time, in
	 * which others wait.
	 * @param perEvent how long; zero for a healthy node
	 */
	public void slow(Duration perEvent) {
		this.transport.node().slow(perEvent);
	}

	/**
	 * Occupies the executor for blocking work, as a listener that does not return. The
	 * event loop goes on.
	 * @param duration from now
	 */
	public void stickBlocking(Duration duration) {
		this.transport.node().stickBlocking(duration);
	}

	/**
	 * Steps the wall clock. The monotonic clock is not affected.
	 * @param step how far, forwards or backwards
	 */
	public void stepWallClock(Duration step) {
		this.transport.node().stepWallClock(step);
	}

	/**
	 * Kills the process: no callback is called, nothing is sent, and the address can be
	 * bound again. {@link Network#refuseConnections} and {@link Network#silent} decide
	 * how its streams end.
	 */
	public void crash() {
		this.transport.crash();
	}

}
