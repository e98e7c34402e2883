package io.membership.cluster.channel;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/** Counters of a {@link StateChannel}. Thread-safe. */
public final class ChannelMetrics {

	/** Counted events. */
	public enum Counter {

		/** Bytes sent reliably, without the overhead of the gossip layer. */
		RELIABLE_BYTES_SENT,
		/** Bytes received, in packets and reliably. */
		BYTES_RECEIVED,
		/** Changes received, including known ones. */
		CHANGES_RECEIVED,
		/** Changes of this member that were small enough for a packet. */
		BROADCASTS_SMALL,
		/** Changes of this member that were sent reliably. */
		BROADCASTS_LARGE,
		/** Exchanges begun by this member. */
		EXCHANGES,
		/** Exchanges begun by this member that found a difference. */
		EXCHANGES_DIFFERENT,
		/** Exchanges that failed because the other member was not reached. */
		EXCHANGES_FAILED,
		/** Messages that could not be decoded, or belonged to no current exchange. */
		REFUSED,
		/** Messages dropped because too many bytes waited to be merged. */
		OVERFLOWED,
		/** Exceptions thrown by the state. */
		STATE_ERRORS

	}

	private final AtomicLongArray counters = new AtomicLongArray(Counter.values().length);

	private volatile LongSupplier packetBytes = () -> 0;

	ChannelMetrics() {
	}

	/**
	 * Returns the value of a counter.
	 * @param counter the counter
	 * @return the count since the channel was opened
	 */
	public long count(Counter counter) {
		return this.counters.get(counter.ordinal());
	}

	/**
	 * Returns the number of bytes sent so far, in packets (each transmission counted) and
	 * reliably.
	 * @return the number of bytes
	 */
	public long bytesSent() {
		return this.packetBytes.getAsLong() + count(Counter.RELIABLE_BYTES_SENT);
	}

	/**
	 * Returns the number of bytes received so far, in packets and reliably.
	 * @return the number of bytes
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
