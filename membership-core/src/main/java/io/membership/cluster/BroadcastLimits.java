package io.membership.cluster;

import java.time.Duration;

import io.membership.SettingRules;

/**
 * Limits of each queue of broadcasts: intents, user events, queries.
 *
 * @param checkInterval time between looks at the queues
 * @param depthWarning from how many entries on a look warns
 * @param maxDepth how many entries are kept at most
 * @param minDepth if positive, the limit is instead twice the number of members, and at
 * least this
 */
public record BroadcastLimits(Duration checkInterval, int depthWarning, int maxDepth, int minDepth) {

	/** Serf's. */
	static final BroadcastLimits DEFAULT = new BroadcastLimits(Duration.ofSeconds(30), 128, 4096, 0);

	/** Returns a copy with another {@link #checkInterval()}. */
	public BroadcastLimits withCheckInterval(Duration value) {
		return new BroadcastLimits(value, this.depthWarning, this.maxDepth, this.minDepth);
	}

	/** Returns a copy with another {@link #depthWarning()}. */
	public BroadcastLimits withDepthWarning(int value) {
		return new BroadcastLimits(this.checkInterval, value, this.maxDepth, this.minDepth);
	}

	/** Returns a copy with another {@link #maxDepth()}. */
	public BroadcastLimits withMaxDepth(int value) {
		return new BroadcastLimits(this.checkInterval, this.depthWarning, value, this.minDepth);
	}

	/** Returns a copy with another {@link #minDepth()}. */
	public BroadcastLimits withMinDepth(int value) {
		return new BroadcastLimits(this.checkInterval, this.depthWarning, this.maxDepth, value);
	}

	/** Checks the settings. */
	void check() {
		SettingRules.positive("queue.check-interval", this.checkInterval);
		SettingRules.between("queue.depth-warning", this.depthWarning, 1, Integer.MAX_VALUE);
		SettingRules.between("queue.max-depth", this.maxDepth, 1, Integer.MAX_VALUE);
		SettingRules.between("queue.min-depth", this.minDepth, 0, Integer.MAX_VALUE);
	}

}
