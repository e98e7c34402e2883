package io.membership.gossip;

import io.membership.wire.Message;
import io.membership.wire.MessageCodec;
import org.jspecify.annotations.Nullable;

/**
 * A queue for the broadcasts of a {@link ProtocolLayer}. Confined to the event loop.
 */
public final class BroadcastLane {

	private final TransmitLimitedQueue queue;

	private final Runnable onQueued;

	BroadcastLane(TransmitLimitedQueue queue, Runnable onQueued) {
		this.queue = queue;
		this.onQueued = onQueued;
	}

	/**
	 * Queues a user message to be gossiped. It replaces nothing.
	 * @param message the bytes
	 * @param finished called on the event loop when it has been transmitted often enough
	 * or was dropped; {@code null} for no call
	 */
	public void queue(byte[] message, @Nullable Runnable finished) {
		this.queue.queue(MessageCodec.encode(new Message.User(message)), null, finished);
		this.onQueued.run();
	}

	/**
	 * Queues a user message to be gossiped. It replaces a queued one of the same name.
	 * @param message the bytes
	 * @param name the name
	 * @param finished as in {@link #queue(byte[], Runnable)}; also called when it is
	 * replaced
	 */
	public void queue(byte[] message, String name, @Nullable Runnable finished) {
		this.queue.queue(MessageCodec.encode(new Message.User(message)), name, finished);
		this.onQueued.run();
	}

	/**
	 * Returns how many bytes went into packets so far, each transmission counted. May be
	 * called from any thread.
	 * @return the number of bytes
	 */
	public long transmittedBytes() {
		return this.queue.transmittedBytes();
	}

	/**
	 * Drops the most transmitted, shortest, oldest broadcasts until no more than a number
	 * are left.
	 * @param max how many are kept
	 */
	public void prune(int max) {
		this.queue.prune(max);
	}

	/**
	 * Returns how many broadcasts wait.
	 * @return the number
	 */
	public int size() {
		return this.queue.size();
	}

}
