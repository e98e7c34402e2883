package io.membership.simulation;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Randomness of one node, which may be drawn on its event loop only. */
final class LoopRandom implements RandomGenerator {

	private final SimulatedNode node;

	private final SplittableRandom source;

	LoopRandom(SimulatedNode node, SplittableRandom source) {
		this.node = node;
		this.source = source;
	}

	@Override
	public long nextLong() {
		if (!this.node.inEventLoop()) {
			throw new IllegalStateException("random() of " + this.node + " is used off its event loop");
		}
		return this.source.nextLong();
	}

	@Override
	public int nextInt() {
		// The high half, as the low bits need not be as good in every generator.
		return (int) (nextLong() >>> 32);
	}

}
