package io.membership.cluster;

import java.util.concurrent.Executor;

import io.membership.runtime.LimitedExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands events to the listener off the event loop, one at a time, in order. */
final class Outbox {

	private static final Logger logger = LoggerFactory.getLogger(Outbox.class);

	private final Executor executor;

	private final ClusterListener listener;

	Outbox(Executor blocking, ClusterListener listener) {
		this.executor = new LimitedExecutor(blocking, 1);
		this.listener = listener;
	}

	void put(ClusterEvent event) {
		this.executor.execute(() -> {
			try {
				this.listener.clusterEvent(event);
			}
			catch (RuntimeException ex) {
				logger.atWarn().setCause(ex).log("A listener has thrown an exception");
			}
		});
	}

}
