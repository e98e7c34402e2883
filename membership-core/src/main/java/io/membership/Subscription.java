package io.membership;

/** A listener's registration: the listener is called until it is closed. Thread-safe. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

	/**
	 * Starts to call the listener if the subscription was created paused: first with the
	 * events collected since, in order, then with new ones. Idempotent; has no effect if
	 * the subscription was not paused.
	 */
	default void resume() {
	}

	/** Ends the subscription. A running call of the listener continues. Idempotent. */
	@Override
	void close();

}
