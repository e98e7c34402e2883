package io.membership;

/**
 * A listener's registration: the listener is called until this is closed. Thread-safe.
 */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

	/**
	 * Begins to call the listener, if the subscription was created paused: first with
	 * what has happened since, in order, then with what happens. Idempotent; does nothing
	 * if the subscription was not paused.
	 */
	default void resume() {
	}

	/**
	 * Ends the subscription. A call of the listener that is running continues.
	 * Idempotent.
	 */
	@Override
	void close();

}
