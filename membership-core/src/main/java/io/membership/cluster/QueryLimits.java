package io.membership.cluster;

import io.membership.SettingRules;

/**
 * Limits and time-outs of queries.
 *
 * @param sizeLimit largest query in bytes when encoded. It must fit into one packet.
 * Raise it together with the size of packets, on all members
 * @param responseSizeLimit largest answer in bytes when encoded. An answer is a single
 * UDP packet, so large ones are lost more often. Raise it on all members
 * @param timeoutMultiplier multiplier for the time that a query without a time-out of its
 * own collects answers, which is gossip interval * multiplier * ceil(log10(n + 1)) for n
 * members. Raise it if handlers are slow or answers get lost; callers that wait for all
 * members then wait longer when one is missing
 * @param buffer number of Lamport times for which the member remembers queries, to answer
 * each only once. Raise it if members ask very many queries at the same time; each takes
 * some memory
 */
public record QueryLimits(int sizeLimit, int responseSizeLimit, int timeoutMultiplier, int buffer) {

	/** The limits of Serf. */
	static final QueryLimits DEFAULT = new QueryLimits(1024, 1024, 16, 512);

	/** Less than the size of a UDP packet: gossip adds some bytes. */
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
		SettingRules.between("queries.size-limit", this.sizeLimit, 1, MAX_PACKET_BYTES);
		SettingRules.between("queries.response-size-limit", this.responseSizeLimit, 1, MAX_PACKET_BYTES);
		SettingRules.between("queries.timeout-multiplier", this.timeoutMultiplier, 1, 1_000_000);
		SettingRules.between("queries.buffer", this.buffer, 1, EventsConfig.MAX_BUFFER);
	}

}
