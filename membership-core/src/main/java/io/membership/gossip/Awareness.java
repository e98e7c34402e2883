package io.membership.gossip;

/**
 * Local health of Lifeguard (section IV.A of the paper): a score that rises when this
 * member has reason to think that it is itself slow - a probe without answer, a missing
 * nack, an accusation that it had to refute - and falls with every probe that is
 * answered. Probing slows down in proportion.
 */
final class Awareness {

	private final int max;

	private final MemberlistMetrics metrics;

	private int score;

	Awareness(int max, MemberlistMetrics metrics) {
		this.max = max;
		this.metrics = metrics;
	}

	void apply(int delta) {
		this.score = Math.max(0, Math.min(this.max - 1, this.score + delta));
		this.metrics.healthScore(this.score);
	}

	int score() {
		return this.score;
	}

	long scale(long nanos) {
		return nanos * (this.score + 1);
	}

}
