package io.membership.gossip;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

import io.membership.runtime.DropReason;
import io.membership.runtime.MailboxFigures;
import io.membership.runtime.TransportDrop;
import io.membership.wire.MessageType;
import io.membership.wire.WireDrop;

/**
 * The counters and gauges of one member. Counters only grow; gauges show a state that is
 * at most a fraction of a second old. Every method is lock-free, takes constant time and
 * may be called from any thread. Written by the event loop only.
 */
public final class MemberlistMetrics {

	/** The direction of traffic. */
	public enum Direction {

		/** Received. */
		IN,
		/** Sent. */
		OUT

	}

	/** The outcome of a probe. */
	public enum ProbeOutcome {

		/** Direct ack in time. */
		DIRECT,
		/** Ack after the direct time-out or through a helper. */
		INDIRECT,
		/** Answered by TCP only: UDP between the two does not work. */
		TCP,
		/** No answer: the member is suspected. */
		FAILED,
		/**
		 * No answer, but this member was itself stalled meanwhile, so that it does not
		 * count.
		 */
		VOID

	}

	/** The start or outcome of a suspicion. */
	public enum SuspicionOutcome {

		/** A suspicion has begun. */
		STARTED,
		/** The suspected member refuted. */
		REFUTED,
		/** No refutation came in time: this member declared the other one failed. */
		EXPIRED,
		/** The verdict of another member came first, or the member left. */
		OVERTAKEN

	}

	/** Counters without a dimension. */
	public enum Counter {

		/** Broadcasts transmitted, each copy counted. */
		TRANSMITS,
		/** User broadcasts dropped because the queue was full. */
		BROADCASTS_DROPPED,
		/** Accusations against this member that it refuted. */
		REFUTATIONS,
		/** Stalls of the event loop of this member. */
		STALLS,
		/** Accusations held back because this member was stalled itself. */
		ACCUSATIONS_SUPPRESSED,
		/** Push/pull exchanges started by this member that succeeded. */
		PUSH_PULLS,
		/** Push/pull exchanges started by this member that failed. */
		PUSH_PULLS_FAILED,
		/** Attempts to reach seeds and lost members in the background. */
		REJOIN_ATTEMPTS,
		/** Claims of a known member's name by another address. */
		NAME_CONFLICTS

	}

	private final AtomicLongArray counters = new AtomicLongArray(Counter.values().length);

	private final AtomicLongArray probes = new AtomicLongArray(ProbeOutcome.values().length);

	private final AtomicLongArray suspicions = new AtomicLongArray(SuspicionOutcome.values().length);

	private final Map<String, AtomicLong> drops = new ConcurrentHashMap<>();

	private final AtomicLongArray messagesIn = new AtomicLongArray(MessageType.values().length);

	private final AtomicLongArray packets = new AtomicLongArray(2);

	private final AtomicLongArray packetBytes = new AtomicLongArray(2);

	private final AtomicLongArray streams = new AtomicLongArray(2);

	private final AtomicLongArray streamBytes = new AtomicLongArray(2);

	private final MailboxFigures listeners;

	private volatile int healthScore;

	private volatile int queueDepth;

	private volatile long queueBytes;

	private volatile int userQueueDepth;

	private volatile long maxStallNanos;

	private volatile long lastStallNanos;

	private volatile long heartbeatNanoTime;

	private volatile long lastPushPullNanoTime;

	private volatile boolean stalled;

	MemberlistMetrics(long nanoTime, MailboxFigures listeners) {
		this.listeners = listeners;
		this.heartbeatNanoTime = nanoTime;
		this.lastPushPullNanoTime = nanoTime;
	}

	/**
	 * Returns the value of a counter without a dimension.
	 * @param counter the counter
	 * @return its value
	 */
	public long count(Counter counter) {
		return this.counters.get(counter.ordinal());
	}

	/**
	 * Returns how many probes ended with an outcome.
	 * @param outcome the outcome
	 * @return how many
	 */
	public long probes(ProbeOutcome outcome) {
		return this.probes.get(outcome.ordinal());
	}

	/**
	 * Returns how many suspicions had an outcome.
	 * @param outcome the outcome
	 * @return how many
	 */
	public long suspicions(SuspicionOutcome outcome) {
		return this.suspicions.get(outcome.ordinal());
	}

	/**
	 * Returns how much inbound traffic was dropped for a reason.
	 * @param reason the reason
	 * @return how many packets, messages or streams
	 */
	public long drops(DropReason reason) {
		AtomicLong count = this.drops.get(reason.name());
		long counted = (count != null) ? count.get() : 0;
		return (reason == GossipDrop.APPLICATION_QUEUE_FULL) ? counted + this.listeners.dropped() : counted;
	}

	/**
	 * Returns the reasons of all layers, each name once.
	 * @return the reasons
	 */
	public static List<DropReason> dropReasons() {
		Map<String, DropReason> reasons = new LinkedHashMap<>();
		Stream.<DropReason[]>of(WireDrop.values(), TransportDrop.values(), GossipDrop.values())
			.flatMap(Arrays::stream)
			.forEach((reason) -> reasons.putIfAbsent(reason.name(), reason));
		return List.copyOf(reasons.values());
	}

	/**
	 * Returns how many messages were received, in packets and on streams.
	 * @param type their type
	 * @return how many
	 */
	public long messagesReceived(MessageType type) {
		return this.messagesIn.get(type.ordinal());
	}

	/**
	 * Returns the number of packets (UDP).
	 * @param direction received or sent
	 * @return how many
	 */
	public long packets(Direction direction) {
		return this.packets.get(direction.ordinal());
	}

	/**
	 * Returns the number of bytes in packets (UDP), without IP and UDP headers.
	 * @param direction received or sent
	 * @return how many
	 */
	public long packetBytes(Direction direction) {
		return this.packetBytes.get(direction.ordinal());
	}

	/**
	 * Returns the number of stream frames (TCP).
	 * @param direction received or sent
	 * @return how many
	 */
	public long streams(Direction direction) {
		return this.streams.get(direction.ordinal());
	}

	/**
	 * Returns the number of bytes in stream frames (TCP).
	 * @param direction received or sent
	 * @return how many
	 */
	public long streamBytes(Direction direction) {
		return this.streamBytes.get(direction.ordinal());
	}

	/**
	 * Returns the local health score of Lifeguard: 0 is healthy, more means that this
	 * member has reason to doubt itself.
	 * @return the score
	 */
	public int healthScore() {
		return this.healthScore;
	}

	/**
	 * Returns how many broadcasts wait, membership and user ones together.
	 * @return how many
	 */
	public int broadcastQueueDepth() {
		return this.queueDepth;
	}

	/**
	 * Returns the number of bytes in the broadcasts that wait.
	 * @return how many
	 */
	public long broadcastQueueBytes() {
		return this.queueBytes;
	}

	/**
	 * Returns how many user broadcasts wait.
	 * @return how many
	 */
	public int userBroadcastQueueDepth() {
		return this.userQueueDepth;
	}

	/**
	 * Returns what waits for the application's listeners and delegates, and what has
	 * become of the rest. With a protocol on top, these are its figures.
	 * @return the figures, alive
	 */
	public MailboxFigures listeners() {
		return this.listeners;
	}

	/**
	 * Returns the longest stall of the event loop so far.
	 * @return nanoseconds
	 */
	public long maxStallNanos() {
		return this.maxStallNanos;
	}

	/**
	 * Returns the latest stall of the event loop.
	 * @return nanoseconds; 0 if there was none
	 */
	public long lastStallNanos() {
		return this.lastStallNanos;
	}

	/**
	 * Returns whether the event loop has not recovered from a stall yet.
	 * @return {@code true} while it is stalled
	 */
	public boolean stalled() {
		return this.stalled;
	}

	/**
	 * Returns when the event loop last gave a sign of life.
	 * @return {@link System#nanoTime()} of that moment
	 */
	public long heartbeatNanoTime() {
		return this.heartbeatNanoTime;
	}

	/**
	 * Returns when a push/pull exchange last succeeded, in either direction; the start if
	 * none did.
	 * @return {@link System#nanoTime()} of that moment
	 */
	public long lastPushPullNanoTime() {
		return this.lastPushPullNanoTime;
	}

	void increment(Counter counter) {
		// also from the threads that run delegates
		this.counters.incrementAndGet(counter.ordinal());
	}

	void add(Counter counter, long amount) {
		this.counters.addAndGet(counter.ordinal(), amount);
	}

	void increment(ProbeOutcome outcome) {
		add(this.probes, outcome.ordinal(), 1);
	}

	void increment(SuspicionOutcome outcome) {
		add(this.suspicions, outcome.ordinal(), 1);
	}

	void increment(DropReason reason) {
		// also from transport threads
		this.drops.computeIfAbsent(reason.name(), (name) -> new AtomicLong()).incrementAndGet();
	}

	void messageReceived(MessageType type) {
		add(this.messagesIn, type.ordinal(), 1);
	}

	void packet(Direction direction, int bytes) {
		add(this.packets, direction.ordinal(), 1);
		add(this.packetBytes, direction.ordinal(), bytes);
	}

	void stream(Direction direction, int bytes) {
		add(this.streams, direction.ordinal(), 1);
		add(this.streamBytes, direction.ordinal(), bytes);
	}

	void healthScore(int value) {
		this.healthScore = value;
	}

	void queues(int depth, long bytes, int userDepth) {
		this.queueDepth = depth;
		this.queueBytes = bytes;
		this.userQueueDepth = userDepth;
	}

	void heartbeat(long nanoTime) {
		this.heartbeatNanoTime = nanoTime;
	}

	void stall(long nanos) {
		increment(Counter.STALLS);
		this.lastStallNanos = nanos;
		if (nanos > this.maxStallNanos) {
			this.maxStallNanos = nanos;
		}
	}

	void stalled(boolean value) {
		this.stalled = value;
	}

	void pushPullSucceeded(long nanoTime) {
		this.lastPushPullNanoTime = nanoTime;
	}

	private static void add(AtomicLongArray array, int index, long amount) {
		// one writer, so no atomic read-modify-write is needed
		array.setRelease(index, array.getPlain(index) + amount);
	}

}
