package io.membership.gossip;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Holds the handlers that wait for acks. The ack or the time-out removes a handler,
 * whichever comes first; a nack leaves it in place. An ack or nack with an unknown
 * sequence number is ignored. Confined to the event loop.
 */
final class AckHandlers {

	/** Receives the payload of an ack. */
	@FunctionalInterface
	interface AckHandler {

		void acked(byte @Nullable [] payload);

	}

	private record Entry(AckHandler ack, Runnable nack) {
	}

	private static final long SEQUENCE_MASK = 0xffff_ffffL;

	private final Map<Long, Entry> entries = new HashMap<>();

	private long sequence;

	AckHandlers(long firstSequence) {
		this.sequence = firstSequence;
	}

	/**
	 * Returns the next sequence number: unsigned 32 bits; it wraps around and skips those
	 * in use.
	 */
	long nextSequence() {
		do {
			this.sequence = (this.sequence + 1) & SEQUENCE_MASK;
		}
		while (this.entries.containsKey(this.sequence));
		return this.sequence;
	}

	void register(long sequence, AckHandler ack, Runnable nack) {
		this.entries.put(sequence, new Entry(ack, nack));
	}

	/**
	 * Removes the handler of a ping that has timed out or could not be sent.
	 * @return whether it was still waiting
	 */
	boolean remove(long sequence) {
		return this.entries.remove(sequence) != null;
	}

	void acked(long sequence, byte @Nullable [] payload) {
		Entry entry = this.entries.remove(sequence);
		if (entry != null) {
			entry.ack().acked(payload);
		}
	}

	void nacked(long sequence) {
		Entry entry = this.entries.get(sequence);
		if (entry != null) {
			entry.nack().run();
		}
	}

	int size() {
		return this.entries.size();
	}

}
