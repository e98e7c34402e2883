package io.membership.spring.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.context.SmartLifecycle;

/**
 * Several lifecycles of one phase as one: started one after the other, stopped at the
 * same time.
 */
public final class CompositeLifecycle implements SmartLifecycle {

	private final List<SmartLifecycle> parts;

	private final int phase;

	/**
	 * Creates the lifecycle.
	 * @param parts the lifecycles
	 * @param phase their phase
	 */
	public CompositeLifecycle(List<? extends SmartLifecycle> parts, int phase) {
		this.parts = List.copyOf(parts);
		this.phase = phase;
	}

	/** If one cannot be started, those that were are stopped again. */
	@Override
	public void start() {
		List<SmartLifecycle> started = new ArrayList<>();
		try {
			for (SmartLifecycle part : this.parts) {
				part.start();
				started.add(part);
			}
		}
		catch (RuntimeException ex) {
			started.forEach(SmartLifecycle::stop);
			throw ex;
		}
	}

	@Override
	public void stop() {
		this.parts.forEach(SmartLifecycle::stop);
	}

	/** Calls back when all have stopped. */
	@Override
	public void stop(Runnable callback) {
		List<SmartLifecycle> running = this.parts.stream().filter(SmartLifecycle::isRunning).toList();
		if (running.isEmpty()) {
			callback.run();
			return;
		}
		AtomicInteger left = new AtomicInteger(running.size());
		running.forEach((part) -> part.stop(() -> {
			if (left.decrementAndGet() == 0) {
				callback.run();
			}
		}));
	}

	@Override
	public boolean isRunning() {
		return this.parts.stream().anyMatch(SmartLifecycle::isRunning);
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return this.phase;
	}

}
