package io.membership.cluster.channel;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/** Counters of a {@link StateChannel}. Thread-safe. */
public final class ChannelMetrics {

	/** What is counted. */
	public enum Counter {

		/** Bytes sent reliably, without what the gossip layer adds. */
		RELIABLE_BYTES_SENT,
		/** Bytes received, in packets and reliably. */
		BYTES_RECEIVED,
		/** Changes that arrived, known ones included. */
		CHANGES_RECEIVED,
		/** Changes told by this member that were small enough for a packet. */
		BROADCASTS_SMALL,
		/** Changes told by this member that were sent reliably. */
		BROADCASTS_LARGE,
		/** Exchanges begun by this member. */
		EXCHANGES,
		/** Exchanges begun by this member that found a difference. */
		EXCHANGES_DIFFERENT,
		/** Exchanges that failed, as the other member was not reached. */
		EXCHANGES_FAILED,
		/** Messages that could not be decoded or did not fit into an exchange. */
		REFUSED,
		/** Messages dropped because too much waited to be merged. */
		OVERFLOWED,
		/** Exceptions thrown by the state. */
		STATE_ERRORS

	}

	private final AtomicLongArray counters = new AtomicLongArray(Counter.values().length);

	private volatile LongSupplier packetBytes = () -> 0;

	ChannelMetrics() {
	}

	/**
	 * A count.
	 * @param counter of what
	 * @return how many since the channel was opened
	 */
	public long count(Counter counter) {
		return this.counters.get(counter.ordinal());
	}

	/**
	 * Bytes sent so far, in packets (each transmission counted) and reliably.
	 * @return how many
	 */
	public long bytesSent() {
		return this.packetBytes.getAsLong() + count(Counter.RELIABLE_BYTES_SENT);
	}

	/**
	 * Bytes received so far, in packets and reliably.
	 * @return how many
	 */
	public long bytesReceived() {
		return count(Counter.BYTES_RECEIVED);
	}

	void packetBytes(LongSupplier source) {
		this.packetBytes = source;
	}

	void increment(Counter counter) {
		this.counters.incrementAndGet(counter.ordinal());
	}

	void add(Counter counter, long amount) {
		this.counters.addAndGet(counter.ordinal(), amount);
	}

}
