package io.membership.cluster;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that wait for one listener, which hears of them one at a time, in order.
 * <p>
 * The queue is bounded by a number of events and by the bytes of what they carry. While
 * it is full, user events and queries are dropped and counted. What happens to members
 * goes to a list beside it, which keeps the last of each member only and stands in the
 * queue as one entry: so it grows with the cluster and not with what happens to it, and
 * nobody's last state is lost.
 * <p>
 * The event loop puts; at most one task runs on the executor at a time, and gives way to
 * other listeners after some events. The monitor is held for a few instructions only,
 * never while the listener runs.
 */
final class EventQueue {

	private static final Logger logger = LoggerFactory.getLogger(EventQueue.class);

	private static final long MAX_BYTES = 64L * 1024 * 1024;

	/** So many events in a row, then the next listener. */
	private static final int BATCH = 64;

	private static final long WARN_INTERVAL_NANOS = Duration.ofSeconds(30).toNanos();

	/** What is left of several events of one member. */
	private record Merged(boolean wasPresent, MemberEventType last, ClusterMember member) {

		/** What the listener is told: as if only the last of it had happened. */
		private ClusterEvent.Membership event() {
			boolean back = this.last == MemberEventType.JOIN || this.last == MemberEventType.UPDATE;
			MemberEventType net = !back ? this.last : this.wasPresent ? MemberEventType.UPDATE : MemberEventType.JOIN;
			return new ClusterEvent.Membership(net, List.of(this.member));
		}

	}

	private final ClusterListener listener;

	private final Executor executor;

	private final int capacity;

	private final ClusterMetrics metrics;

	private final LongSupplier clock;

	/**
	 * The head of the queue is what is to be delivered next; {@link #MARK} stands for the
	 * list.
	 */
	private final Deque<ClusterEvent> queue = new ArrayDeque<>();

	/** The last of each member since the queue was full. */
	private Map<String, Merged> merged = new LinkedHashMap<>();

	/** Stands in the queue for the merged events. */
	private static final ClusterEvent MARK = new ClusterEvent.Membership(MemberEventType.UPDATE, List.of());

	private long bytes;

	private boolean scheduled;

	private boolean closed;

	private long dropped;

	private long warnedAt;

	private boolean warned;

	EventQueue(ClusterListener listener, Executor executor, int capacity, ClusterMetrics metrics, LongSupplier clock) {
		this.listener = listener;
		this.executor = executor;
		this.capacity = capacity;
		this.metrics = metrics;
		this.clock = clock;
	}

	void put(ClusterEvent event) {
		synchronized (this.queue) {
			if (this.closed) {
				return;
			}
			if (event instanceof ClusterEvent.Membership change) {
				putChange(change);
			}
			else if (event instanceof ClusterEvent.NameConflict || hasRoom(event)) {
				this.queue.add(event);
				this.bytes += size(event);
			}
			else {
				drop();
				return;
			}
			if (this.scheduled) {
				return;
			}
			this.scheduled = true;
		}
		this.executor.execute(this::drain);
	}

	/** Whatever waits is forgotten. */
	void close() {
		synchronized (this.queue) {
			this.closed = true;
			this.queue.clear();
			this.merged.clear();
			this.bytes = 0;
		}
	}

	/** How many events wait. */
	int size() {
		synchronized (this.queue) {
			return this.queue.size() + this.merged.size();
		}
	}

	private boolean hasRoom(ClusterEvent event) {
		return this.queue.size() < this.capacity && this.bytes + size(event) <= MAX_BYTES;
	}

	private void putChange(ClusterEvent.Membership change) {
		// once there is a list, later changes must not overtake it
		if (this.merged.isEmpty() && this.queue.size() < this.capacity) {
			this.queue.add(change);
			return;
		}
		if (this.merged.isEmpty()) {
			this.queue.add(MARK);
		}
		for (ClusterMember member : change.members()) {
			Merged before = this.merged.remove(member.name());
			boolean wasPresent = (before != null) ? before.wasPresent() : isOfPresent(change.type());
			// those who came, went and were forgotten meanwhile must not fill the memory
			if (change.type() == MemberEventType.REAP && this.merged.size() >= this.capacity) {
				drop();
			}
			else {
				this.merged.put(member.name(), new Merged(wasPresent, change.type(), member));
			}
		}
	}

	/**
	 * Whether the listener knows somebody as present to whom this is the first to happen.
	 */
	private static boolean isOfPresent(MemberEventType type) {
		return type != MemberEventType.JOIN && type != MemberEventType.REAP;
	}

	private void drop() {
		this.dropped++;
		this.metrics.increment(ClusterMetrics.Counter.EVENTS_DROPPED);
		long now = this.clock.getAsLong();
		if (!this.warned || now - this.warnedAt >= WARN_INTERVAL_NANOS) {
			this.warned = true;
			this.warnedAt = now;
			logger.atWarn()
				.addKeyValue("listener", this.listener.getClass().getName())
				.addKeyValue("dropped", this.dropped)
				.log("A listener is too slow: {} events dropped so far", this.dropped);
		}
	}

	private void drain() {
		for (int i = 0; i < BATCH; i++) {
			ClusterEvent next = poll();
			if (next == null) {
				return;
			}
			UserCode.call(() -> this.listener.clusterEvent(next));
		}
		this.executor.execute(this::drain);
	}

	private @Nullable ClusterEvent poll() {
		synchronized (this.queue) {
			ClusterEvent next = this.queue.poll();
			while (next == MARK) {
				// the list goes first, and is open to nothing more
				List<Merged> waiting = List.copyOf(this.merged.values());
				this.merged = new LinkedHashMap<>();
				for (int i = waiting.size() - 1; i >= 0; i--) {
					this.queue.addFirst(waiting.get(i).event());
				}
				next = this.queue.poll();
			}
			if (next == null) {
				this.scheduled = false;
				return null;
			}
			this.bytes -= size(next);
			return next;
		}
	}

	private static long size(ClusterEvent event) {
		if (event instanceof ClusterEvent.User user) {
			return (long) user.payload().length + user.name().length();
		}
		if (event instanceof ClusterEvent.Query query && query.query() instanceof IncomingQuery incoming) {
			return incoming.size();
		}
		return 0;
	}

}
