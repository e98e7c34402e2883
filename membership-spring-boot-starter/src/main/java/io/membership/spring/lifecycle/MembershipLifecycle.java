package io.membership.spring.lifecycle;

import java.util.concurrent.CompletableFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Base class of a member's lifecycles: a phase, a stop that may take time, and no
 * reaction to the pause of a test context, which must neither leave the cluster nor
 * appear as failed.
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
	 * Starts to stop.
	 * @return completes, normally or exceptionally, when the next phase may stop; must
	 * complete, because the shutdown of the application waits for it
	 */
	protected abstract CompletableFuture<?> end();

	/**
	 * Logs that the stop has failed.
	 * @param failure the cause
	 */
	protected void endFailed(Throwable failure) {
		logger.warn("{} did not stop cleanly", getClass().getSimpleName(), failure);
	}

	/** Starts to stop; the future completes normally in any case. */
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
