package io.membership.gossip;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import io.membership.gossip.MemberlistMetrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events and messages to the application's delegates, one at a time, off the event
 * loop, in the order in which they were submitted.
 * <p>
 * The queue is bounded by a number of entries and by the bytes of messages. When the
 * application is so slow that it is full, messages are dropped and counted, but the last
 * state of a member is never lost: further events of a member are then merged into one
 * entry, which is delivered as the net effect of what happened since the listener was
 * last told.
 * <p>
 * Submitting is done by the event loop only; at most one task runs on the executor at a
 * time. The monitor is held for a few instructions only, never while user code runs.
 */
final class Dispatcher {

	private static final Logger logger = LoggerFactory.getLogger(Dispatcher.class);

	private static final long MAX_QUEUED_BYTES = 64L * 1024 * 1024;

	private sealed interface Entry {

	}

	private record Task(Runnable work, int bytes) implements Entry {
	}

	/** Stands in the queue for everything that happened to one member. */
	private record MemberChanges(String name) implements Entry {
	}

	private final Executor executor;

	private final int capacity;

	private final MemberlistMetrics metrics;

	private final @Nullable EventDelegate events;

	private final AtomicInteger pending = new AtomicInteger();

	private final Deque<Entry> queue = new ArrayDeque<>();

	/** The events of each member that has an entry in the queue, oldest first. */
	private final Map<String, Deque<MemberEvent>> changes = new HashMap<>();

	/** Whether a listener that was told of a member believes it to be present. */
	private final Map<String, MemberStatus> delivered = new HashMap<>();

	private long queuedBytes;

	private int queued;

	/** Length at which the queue is rid of the entries whose events were merged away. */
	private int sweepAt;

	Dispatcher(Executor executor, int capacity, MemberlistMetrics metrics, @Nullable EventDelegate events) {
		this.executor = executor;
		this.capacity = capacity;
		this.metrics = metrics;
		this.events = events;
		this.sweepAt = 2 * capacity;
	}

	/**
	 * Submits a membership event. Never dropped; merged with others of the same member
	 * when the queue is full.
	 */
	void event(MemberEvent event) {
		if (this.events == null) {
			return;
		}
		String name = event.member().name();
		synchronized (this.queue) {
			Deque<MemberEvent> waiting = this.changes.computeIfAbsent(name, (key) -> new ArrayDeque<>(2));
			if (this.queued >= this.capacity && !waiting.isEmpty()) {
				mergeInto(waiting, event, this.delivered.get(name));
				if (waiting.isEmpty()) {
					this.changes.remove(name);
				}
				this.metrics.increment(Counter.EVENTS_COALESCED);
				return;
			}
			waiting.add(event);
			this.queue.add(new MemberChanges(name));
			this.queued++;
			if (this.queued >= this.sweepAt) {
				sweep();
			}
		}
		submitted();
	}

	/**
	 * Submits work that carries a message of the application.
	 * @param work what to run
	 * @param bytes size of what it carries
	 */
	void message(Runnable work, int bytes) {
		synchronized (this.queue) {
			if (this.queued >= this.capacity || this.queuedBytes + bytes > MAX_QUEUED_BYTES) {
				this.metrics.increment(GossipDrop.APPLICATION_QUEUE_FULL);
				return;
			}
			this.queue.add(new Task(work, bytes));
			this.queued++;
			this.queuedBytes += bytes;
		}
		submitted();
	}

	/**
	 * Drops the entries for which there is no event any more: members that come and go
	 * while the application is stuck must not make the queue grow for ever.
	 */
	private void sweep() {
		Map<String, Integer> kept = new HashMap<>();
		this.queue.removeIf((entry) -> {
			if (!(entry instanceof MemberChanges changed)) {
				return false;
			}
			Deque<MemberEvent> waiting = this.changes.get(changed.name());
			return waiting == null || kept.merge(changed.name(), 1, Integer::sum) > waiting.size();
		});
		this.queued = this.queue.size();
		this.sweepAt = Math.max(2 * this.capacity, 2 * this.queued);
	}

	private void submitted() {
		this.metrics.eventQueueDepth(this.queued);
		if (this.pending.getAndIncrement() == 0) {
			this.executor.execute(this::drain);
		}
	}

	private void drain() {
		int handled = 0;
		do {
			handled = this.pending.get();
			Runnable next = poll();
			while (next != null) {
				run(next);
				next = poll();
			}
		}
		while (this.pending.addAndGet(-handled) > 0);
	}

	private @Nullable Runnable poll() {
		synchronized (this.queue) {
			Entry entry = this.queue.poll();
			if (entry == null) {
				return null;
			}
			this.queued--;
			this.metrics.eventQueueDepth(this.queued);
			if (entry instanceof Task task) {
				this.queuedBytes -= task.bytes();
				return task.work();
			}
			return deliver(((MemberChanges) entry).name());
		}
	}

	private Runnable deliver(String name) {
		Deque<MemberEvent> waiting = this.changes.get(name);
		MemberEvent event = (waiting != null) ? waiting.poll() : null;
		if (waiting != null && waiting.isEmpty()) {
			this.changes.remove(name);
		}
		EventDelegate delegate = this.events;
		if (event == null || delegate == null) {
			// was merged away
			return () -> {
			};
		}
		if (event.member().status().isPresent()) {
			this.delivered.put(name, event.member().status());
		}
		else {
			this.delivered.remove(name);
		}
		return () -> delegate.memberEvent(event);
	}

	private void run(Runnable work) {
		try {
			work.run();
		}
		catch (Exception | StackOverflowError | AssertionError | LinkageError ex) {
			this.metrics.increment(Counter.DELEGATE_ERRORS);
			logger.atWarn().setCause(ex).log("A delegate has thrown an exception");
		}
		this.metrics.increment(Counter.EVENTS_DELIVERED);
	}

	/**
	 * Merges a new event of one member with the waiting ones into their net effect: from
	 * the state that the listener received last to the current one.
	 */
	private static void mergeInto(Deque<MemberEvent> waiting, MemberEvent event, @Nullable MemberStatus told) {
		waiting.clear();
		Member member = event.member();
		MemberEvent.Type net = switch (member.status()) {
			case LEFT -> (told != null) ? MemberEvent.Type.LEFT : null;
			case FAILED -> (told != null) ? MemberEvent.Type.FAILED : null;
			case SUSPECT -> (told == null) ? MemberEvent.Type.JOINED
					: (told == MemberStatus.SUSPECT) ? MemberEvent.Type.UPDATED : MemberEvent.Type.SUSPECTED;
			case ALIVE -> (told == null) ? MemberEvent.Type.JOINED
					: (told == MemberStatus.SUSPECT) ? MemberEvent.Type.RECOVERED : MemberEvent.Type.UPDATED;
		};
		if (net != null) {
			waiting.add(new MemberEvent(net, member));
		}
	}

}
