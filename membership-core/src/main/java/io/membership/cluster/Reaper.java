package io.membership.cluster;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets members that have failed or left long ago, and knows when that is. Confined to
 * the event loop.
 */
final class Reaper {

	private static final Logger logger = LoggerFactory.getLogger(Reaper.class);

	private final ClusterCore core;

	Reaper(ClusterCore core) {
		this.core = core;
	}

	void start() {
		this.core.after(this.core.config().reapInterval(), this::run);
	}

	private void run() {
		this.core.members().reap();
		start();
	}

	/** After what time a member that is gone is forgotten. */
	Duration timeout(MemberEntry entry) {
		if (entry.state != MemberState.FAILED) {
			return this.core.config().tombstoneTimeout();
		}
		Duration usual = this.core.config().reconnectTimeout();
		try {
			return this.core.config().reconnectTimeoutOverride().timeout(entry.toMember(usual), usual);
		}
		catch (RuntimeException ex) {
			logger.atWarn().setCause(ex).log("The override of the reconnect time-out has thrown an exception");
			return usual;
		}
	}

}
