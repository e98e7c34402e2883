package io.membership.netty;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts inbound streams, in total and by remote address. Used on the event loop only.
 */
final class StreamLimits {

	private final int max;

	private final int maxPerAddress;

	private final Map<InetAddress, Integer> byAddress = new HashMap<>();

	private int total;

	StreamLimits(int max, int maxPerAddress) {
		this.max = max;
		this.maxPerAddress = maxPerAddress;
	}

	/** Admits one more stream, unless a limit is reached. */
	boolean admit(InetAddress from) {
		if (this.total >= this.max || this.byAddress.getOrDefault(from, 0) >= this.maxPerAddress) {
			return false;
		}
		this.total++;
		this.byAddress.merge(from, 1, Integer::sum);
		return true;
	}

	/** Releases an admitted stream. */
	void ended(InetAddress from) {
		this.total--;
		this.byAddress.computeIfPresent(from, (address, count) -> (count == 1) ? null : count - 1);
	}

	int total() {
		return this.total;
	}

}
