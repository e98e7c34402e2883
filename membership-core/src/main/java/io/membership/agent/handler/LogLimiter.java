package io.membership.agent.handler;

import java.time.Duration;

import io.membership.SafeText;
import io.membership.runtime.RateLimit;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** Warns once a minute, and logs at DEBUG in between. Thread-safe. */
final class LogLimiter {

	private final RateLimit warnings = new RateLimit(Duration.ofMinutes(1));

	void log(Logger logger, String message, String script, String reason) {
		boolean warn = this.warnings.tryAcquire(System.nanoTime());
		logger.atLevel(warn ? Level.WARN : Level.DEBUG)
			.addKeyValue("script", script)
			.addKeyValue("reason", SafeText.of(reason))
			.addKeyValue("suppressed", warn ? this.warnings.takeSuppressed() : 0)
			.log("{}: {}", message, SafeText.of(reason));
	}

}
