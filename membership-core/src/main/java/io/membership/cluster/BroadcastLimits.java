package io.membership.cluster;

import java.time.Duration;

import io.membership.SettingRules;

/**
 * Limits of each of the three broadcast queues: joins and leaves, user events, queries.
 *
 * @param checkInterval time between checks of the queues, which trim them and warn about
 * their depth. Lower it to notice a flood earlier
 * @param depthWarning depth from which a check logs a warning. Raise it if bursts are
 * normal in your cluster
 * @param maxDepth number of broadcasts that a queue keeps; beyond it, the member drops
 * the most often transmitted ones. Raise it for large bursts of events; each entry takes
 * memory and bandwidth
 * @param minDepth lower bound of a limit that follows the cluster: if positive, a queue
 * keeps twice as many broadcasts as there are members, and at least this many. Set it in
 * clusters of thousands of members, where {@link #maxDepth()} is too small when many of
 * them come and go. Zero means the fixed limit {@link #maxDepth()}
 */
public record BroadcastLimits(Duration checkInterval, int depthWarning, int maxDepth, int minDepth) {

	/** The limits of Serf. */
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
		SettingRules.positive("broadcasts.check-interval", this.checkInterval);
		SettingRules.between("broadcasts.depth-warning", this.depthWarning, 1, Integer.MAX_VALUE);
		SettingRules.between("broadcasts.max-depth", this.maxDepth, 1, Integer.MAX_VALUE);
		SettingRules.between("broadcasts.min-depth", this.minDepth, 0, Integer.MAX_VALUE);
	}

}
