package io.membership.simulation;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Derives independent random generators from one seed. What a generator draws depends on
 * the seed and on the generator's name only, not on how many others there are; so one
 * more node does not disturb the random choices of the others.
 */
final class Seeds {

	private final long seed;

	private final Map<InetSocketAddress, Integer> lives = new HashMap<>();

	Seeds(long seed) {
		this.seed = seed;
	}

	/**
	 * Returns a new name for a node at an address; a restart does not repeat its draws.
	 */
	String nextLife(InetSocketAddress address) {
		return address + "#" + this.lives.merge(address, 1, Integer::sum);
	}

	SplittableRandom fork(String name) {
		long state = this.seed;
		for (byte part : name.getBytes(StandardCharsets.UTF_8)) {
			state = TraceHash.mix(state ^ part);
		}
		return new SplittableRandom(TraceHash.mix(state));
	}

}
