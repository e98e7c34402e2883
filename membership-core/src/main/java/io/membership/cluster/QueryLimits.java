package io.membership.cluster;

import io.membership.SettingRules;

/**
 * Limits and times of queries.
 *
 * @param sizeLimit largest encoded query in bytes
 * @param responseSizeLimit largest encoded answer in bytes
 * @param timeoutMultiplier multiplier for the default time-out
 * @param buffer how many Lamport times back queries are remembered
 */
public record QueryLimits(int sizeLimit, int responseSizeLimit, int timeoutMultiplier, int buffer) {

	/** Serf's. */
	static final QueryLimits DEFAULT = new QueryLimits(1024, 1024, 16, 512);

	/** Less than fits into a UDP packet: gossip adds to it. */
	private static final int MAX_PACKET_BYTES = 60_000;

	/** Returns a copy with another {@link #sizeLimit()}. */
	public QueryLimits withSizeLimit(int value) {
		return new QueryLimits(value, this.responseSizeLimit, this.timeoutMultiplier, this.buffer);
	}

	/** Returns a copy with another {@link #responseSizeLimit()}. */
	public QueryLimits withResponseSizeLimit(int value) {
		return new QueryLimits(this.sizeLimit, value, this.timeoutMultiplier, this.buffer);
	}

	/** Returns a copy with another {@link #timeoutMultiplier()}. */
	public QueryLimits withTimeoutMultiplier(int value) {
		return new QueryLimits(this.sizeLimit, this.responseSizeLimit, value, this.buffer);
	}

	/** Returns a copy with another {@link #buffer()}. */
	public QueryLimits withBuffer(int value) {
		return new QueryLimits(this.sizeLimit, this.responseSizeLimit, this.timeoutMultiplier, value);
	}

	/** Checks the settings. */
	void check() {
		SettingRules.between("query.size-limit", this.sizeLimit, 1, MAX_PACKET_BYTES);
		SettingRules.between("query.response-size-limit", this.responseSizeLimit, 1, MAX_PACKET_BYTES);
		SettingRules.between("query.timeout-multiplier", this.timeoutMultiplier, 1, 1_000_000);
		SettingRules.between("query.buffer", this.buffer, 1, EventsConfig.MAX_BUFFER);
	}

}
