package io.membership.netty;

import java.util.concurrent.TimeUnit;

import io.membership.runtime.DropReason;
import io.membership.runtime.TransportDrop;
import io.membership.runtime.TransportHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Catches exceptions of the code above the transport. Counts them, logs at most one a
 * second, and keeps the event loop running. Event-loop only, one instance per member.
 */
final class Boundary {

	private static final Logger logger = LoggerFactory.getLogger(NettyTransport.class);

	private static final long LOG_INTERVAL = TimeUnit.SECONDS.toNanos(1);

	private @Nullable TransportHandler handler;

	private boolean logged;

	private long loggedAt;

	private long unlogged;

	/** Sets the handler that counts drops; {@code null} stops the counting. */
	void handler(@Nullable TransportHandler handler) {
		this.handler = handler;
	}

	/**
	 * Counts and logs an exception.
	 * @param where the operation that failed
	 * @param thrown the exception; a {@link VirtualMachineError} is rethrown, unless it
	 * is a stack overflow, which a hostile packet may cause and which leaves nothing
	 * broken behind
	 */
	void caught(String where, Throwable thrown) {
		dropped(TransportDrop.INTERNAL_ERROR);
		log(where, thrown);
		rethrowFatal(thrown);
	}

	/** Reports a drop to the handler, if one is set. */
	void dropped(DropReason reason) {
		if (this.handler == null) {
			return;
		}
		try {
			this.handler.dropped(reason);
		}
		catch (Throwable ex) {
			log("dropped", ex);
			rethrowFatal(ex);
		}
	}

	private static void rethrowFatal(Throwable thrown) {
		if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
			throw error;
		}
	}

	private void log(String where, Throwable thrown) {
		long now = System.nanoTime();
		if (this.logged && now - this.loggedAt < LOG_INTERVAL) {
			this.unlogged++;
			return;
		}
		logger.atError()
			.setCause(thrown)
			.addKeyValue("where", where)
			.addKeyValue("suppressed", this.unlogged)
			.log("Unexpected error on the event loop; the current packet, frame or task is dropped");
		this.logged = true;
		this.loggedAt = now;
		this.unlogged = 0;
	}

}
