package io.membership.spring.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Combines several lifecycles of one phase: starts them one after the other, and stops
 * them at the same time.
 */
public final class CompositeLifecycle extends MembershipLifecycle {

	private final List<MembershipLifecycle> parts;

	/**
	 * Creates the lifecycle.
	 * @param parts the lifecycles
	 * @param phase their phase
	 */
	public CompositeLifecycle(List<? extends MembershipLifecycle> parts, int phase) {
		super(phase);
		this.parts = List.copyOf(parts);
	}

	/** Starts all; if one fails to start, stops those already started. */
	@Override
	public void start() {
		List<MembershipLifecycle> started = new ArrayList<>();
		try {
			for (MembershipLifecycle part : this.parts) {
				part.start();
				started.add(part);
			}
		}
		catch (RuntimeException ex) {
			started.forEach(MembershipLifecycle::stop);
			throw ex;
		}
	}

	@Override
	protected CompletableFuture<?> end() {
		return CompletableFuture.allOf(this.parts.stream()
			.filter(MembershipLifecycle::isRunning)
			.map(MembershipLifecycle::endInAnyCase)
			.toArray(CompletableFuture<?>[]::new));
	}

	@Override
	public boolean isRunning() {
		return this.parts.stream().anyMatch(MembershipLifecycle::isRunning);
	}

}
