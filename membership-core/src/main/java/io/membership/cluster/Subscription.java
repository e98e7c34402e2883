package io.membership.cluster;

/**
 * Listens until it is closed. Thread-safe.
 */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

	/** Ends it. A call of the listener that runs at the moment goes on. Idempotent. */
	@Override
	void close();

}
