package io.membership.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Figures of all mailboxes of one member: waiting, delivered, merged and dropped events.
 * Counters only grow. Every method may be called from any thread and never blocks.
 */
public final class MailboxFigures {

	private final AtomicInteger depth = new AtomicInteger();

	private final AtomicLong delivered = new AtomicLong();

	private final AtomicLong merged = new AtomicLong();

	private final AtomicLong dropped = new AtomicLong();

	private final AtomicLong errors = new AtomicLong();

	private volatile @Nullable Throwable lastFailure;

	/** Creates figures that are all zero. */
	public MailboxFigures() {
	}

	/**
	 * Returns the number of events that wait for a receiver. An event that waits for two
	 * receivers counts twice.
	 * @return the number of events
	 */
	public int depth() {
		return this.depth.get();
	}

	/**
	 * Returns the number of events delivered to receivers, including those for which the
	 * receiver threw an exception.
	 * @return the number of events
	 */
	public long delivered() {
		return this.delivered.get();
	}

	/**
	 * Returns the number of events not delivered because they were merged into another
	 * one of the same key, or had no net effect.
	 * @return the number of events
	 */
	public long merged() {
		return this.merged.get();
	}

	/**
	 * Returns the number of events dropped because a mailbox was full.
	 * @return the number of events
	 */
	public long dropped() {
		return this.dropped.get();
	}

	/**
	 * Returns the number of exceptions that receivers have thrown.
	 * @return the number of exceptions
	 */
	public long errors() {
		return this.errors.get();
	}

	/**
	 * Returns the latest exception that a receiver has thrown.
	 * @return the exception, or {@code null} if there was none
	 */
	public @Nullable Throwable lastFailure() {
		return this.lastFailure;
	}

	/**
	 * Counts an exception that application code has thrown outside a mailbox.
	 * @param failure the exception
	 */
	public void failed(Throwable failure) {
		this.errors.incrementAndGet();
		this.lastFailure = failure;
	}

	void waiting(int change) {
		this.depth.addAndGet(change);
	}

	void delivered(int count) {
		this.delivered.addAndGet(count);
	}

	void merged(int count) {
		this.merged.addAndGet(count);
	}

	long dropped(int count) {
		return this.dropped.addAndGet(count);
	}

}
