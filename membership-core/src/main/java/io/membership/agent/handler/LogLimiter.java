package io.membership.agent.handler;

import java.time.Duration;

import io.membership.SafeText;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** Warns once a minute, and logs at DEBUG in between. Thread-safe. */
final class LogLimiter {

	private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

	private boolean warned;

	private long warnedAt;

	private long suppressed;

	synchronized void log(Logger logger, String message, String script, String reason) {
		long now = System.nanoTime();
		boolean warn = !this.warned || now - this.warnedAt >= INTERVAL_NANOS;
		logger.atLevel(warn ? Level.WARN : Level.DEBUG)
			.addKeyValue("script", script)
			.addKeyValue("reason", SafeText.of(reason))
			.addKeyValue("suppressed", this.suppressed)
			.log("{}: {}", message, SafeText.of(reason));
		if (warn) {
			this.warned = true;
			this.warnedAt = now;
			this.suppressed = 0;
		}
		else {
			this.suppressed++;
		}
	}

}
