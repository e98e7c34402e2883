package io.membership.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * What the mailboxes of one member count, all of them together: how much waits for the
 * application, and what has become of the rest. Counters only grow. Every method may be
 * called from any thread and never blocks.
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
	 * Returns how many events wait for a receiver. An event that waits for two receivers
	 * counts twice.
	 * @return the number of events
	 */
	public int depth() {
		return this.depth.get();
	}

	/**
	 * Returns how many events receivers have been called with, those included in which
	 * the receiver threw an exception.
	 * @return the number of events
	 */
	public long delivered() {
		return this.delivered.get();
	}

	/**
	 * Returns how many events were not delivered because another one of the same key
	 * tells their effect, or because they had none.
	 * @return the number of events
	 */
	public long merged() {
		return this.merged.get();
	}

	/**
	 * Returns how many events were dropped because a mailbox was full.
	 * @return the number of events
	 */
	public long dropped() {
		return this.dropped.get();
	}

	/**
	 * Returns how many exceptions the receivers have thrown.
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
	 * Counts an exception that code of the application has thrown outside a mailbox.
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
