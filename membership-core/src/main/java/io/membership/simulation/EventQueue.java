package io.membership.simulation;

import java.util.Arrays;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;

/*
 * A 4-ary heap ordered by (time, order). The keys lie in arrays of their own, so sifting
 * compares primitives that are next to each other in memory instead of following a
 * pointer per comparison; with four children a level, a queue of some ten thousand
 * timers is only seven levels deep.
 */
/** The events that have not happened yet, earliest first. */
final class EventQueue {

	private static final int INITIAL_CAPACITY = 1024;

	private long[] times = new long[INITIAL_CAPACITY];

	private long[] orders = new long[INITIAL_CAPACITY];

	private @Nullable Event[] events = new @Nullable Event[INITIAL_CAPACITY];

	private int size;

	boolean isEmpty() {
		return this.size == 0;
	}

	int size() {
		return this.size;
	}

	/** The time of the earliest event; the queue must not be empty. */
	long earliest() {
		return this.times[0];
	}

	void add(long time, long order, Event event) {
		if (this.size == this.events.length) {
			int capacity = this.size * 2;
			this.times = Arrays.copyOf(this.times, capacity);
			this.orders = Arrays.copyOf(this.orders, capacity);
			this.events = Arrays.copyOf(this.events, capacity);
		}
		int index = this.size++;
		while (index > 0) {
			int parent = (index - 1) >> 2;
			if (!before(time, order, parent)) {
				break;
			}
			move(parent, index);
			index = parent;
		}
		put(index, time, order, event);
	}

	Event poll() {
		Event result = this.events[0];
		if (this.size == 0 || result == null) {
			throw new NoSuchElementException("no event");
		}
		int last = --this.size;
		long time = this.times[last];
		long order = this.orders[last];
		Event event = this.events[last];
		this.events[last] = null;
		if (last > 0) {
			siftDown(time, order, event);
		}
		return result;
	}

	private void siftDown(long time, long order, @Nullable Event event) {
		int index = 0;
		while (true) {
			int first = (index << 2) + 1;
			if (first >= this.size) {
				break;
			}
			int least = first;
			int end = Math.min(first + 4, this.size);
			for (int child = first + 1; child < end; child++) {
				if (before(this.times[child], this.orders[child], least)) {
					least = child;
				}
			}
			if (before(time, order, least)) {
				break;
			}
			move(least, index);
			index = least;
		}
		put(index, time, order, event);
	}

	private boolean before(long time, long order, int other) {
		long otherTime = this.times[other];
		return (time != otherTime) ? time < otherTime : order < this.orders[other];
	}

	private void move(int from, int to) {
		this.times[to] = this.times[from];
		this.orders[to] = this.orders[from];
		this.events[to] = this.events[from];
	}

	private void put(int index, long time, long order, @Nullable Event event) {
		this.times[index] = time;
		this.orders[index] = order;
		this.events[index] = event;
	}

}
