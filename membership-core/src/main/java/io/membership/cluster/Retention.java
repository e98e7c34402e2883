package io.membership.cluster;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides how long this member remembers a failed or left member. */
final class Retention {

	private static final Logger logger = LoggerFactory.getLogger(Retention.class);

	private final ClusterConfig config;

	Retention(ClusterConfig config) {
		this.config = config;
	}

	/** Returns how long a member is remembered after it is gone. */
	Duration timeout(MemberEntry entry) {
		if (entry.state != MemberState.FAILED) {
			return this.config.members().tombstoneTimeout();
		}
		Duration usual = this.config.members().reconnectTimeout();
		try {
			return this.config.members().reconnectTimeoutOverride().timeout(entry.toMember(usual), usual);
		}
		catch (RuntimeException ex) {
			logger.atWarn().setCause(ex).log("The override of the reconnect time-out threw an exception");
			return usual;
		}
	}

	/** Returns a member as readers see it. */
	ClusterMember toMember(MemberEntry entry) {
		return entry.toMember(entry.state.isPresent() ? null : timeout(entry));
	}

}
