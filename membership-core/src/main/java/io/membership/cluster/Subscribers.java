package io.membership.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import io.membership.Subscription;

/** All who listen, each with a queue of its own. Thread-safe. */
final class Subscribers {

	private final List<EventQueue> queues = new CopyOnWriteArrayList<>();

	private final int capacity;

	private final ClusterMetrics metrics;

	private final Executor executor;

	private final LongSupplier clock;

	/**
	 * Creates an empty list.
	 * @param capacity how many events may wait for one listener
	 * @param metrics counts what is dropped
	 * @param executor runs the listeners
	 * @param clock nanoseconds
	 */
	Subscribers(int capacity, ClusterMetrics metrics, Executor executor, LongSupplier clock) {
		this.capacity = capacity;
		this.metrics = metrics;
		this.executor = executor;
		this.clock = clock;
	}

	Subscription add(ClusterListener listener) {
		EventQueue queue = new EventQueue(listener, this.executor, this.capacity, this.metrics, this.clock);
		this.queues.add(queue);
		return () -> {
			this.queues.remove(queue);
			queue.close();
		};
	}

	void tell(ClusterEvent event) {
		this.queues.forEach((queue) -> queue.put(event));
	}

}
