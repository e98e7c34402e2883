package io.membership.spring.lifecycle;

import java.util.concurrent.CompletableFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * What the lifecycles of a member have in common: a phase, an end that may take a while,
 * and that a paused test context neither leaves the cluster nor is seen as failed.
 */
public abstract class MembershipLifecycle implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(MembershipLifecycle.class);

	private final int phase;

	/**
	 * Creates the lifecycle.
	 * @param phase its phase: lower phases start earlier and stop later
	 */
	protected MembershipLifecycle(int phase) {
		this.phase = phase;
	}

	/**
	 * Begins to stop.
	 * @return completes, normally or not, when the next phase may stop; it must not stay
	 * open, because the shutdown of the application waits for it
	 */
	protected abstract CompletableFuture<?> end();

	/**
	 * Logs that the end has failed.
	 * @param failure why
	 */
	protected void endFailed(Throwable failure) {
		logger.warn("{} did not stop cleanly", getClass().getSimpleName(), failure);
	}

	/** Begins to stop; the future completes normally in any case. */
	final CompletableFuture<?> endInAnyCase() {
		CompletableFuture<?> end;
		try {
			end = end();
		}
		catch (RuntimeException ex) {
			end = CompletableFuture.failedFuture(ex);
		}
		return end.handle((nothing, failure) -> {
			if (failure != null) {
				endFailed(failure);
			}
			return nothing;
		});
	}

	@Override
	public final void stop() {
		endInAnyCase().join();
	}

	@Override
	public final void stop(Runnable callback) {
		endInAnyCase().thenRun(callback);
	}

	@Override
	public final boolean isPauseable() {
		return false;
	}

	@Override
	public final int getPhase() {
		return this.phase;
	}

}
