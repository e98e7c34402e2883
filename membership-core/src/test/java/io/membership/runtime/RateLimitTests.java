package io.membership.runtime;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final RateLimit limit = new RateLimit(Duration.ofSeconds(10));

	@Test
	void theFirstOfAnIntervalPassesAndTheOthersAreCounted() {
		long start = Long.MAX_VALUE - 3 * SECOND;
		assertThat(this.limit.tryAcquire(start)).isTrue();
		assertThat(this.limit.tryAcquire(start)).isFalse();
		assertThat(this.limit.tryAcquire(start + 9 * SECOND)).as("the clock has passed its largest number").isFalse();
		assertThat(this.limit.takeSuppressed()).isEqualTo(2);
		assertThat(this.limit.tryAcquire(start + 10 * SECOND)).isTrue();
		assertThat(this.limit.takeSuppressed()).isZero();
	}

	@Test
	void afterAResetTheNextOnePasses() {
		assertThat(this.limit.tryAcquire(0)).isTrue();
		this.limit.reset();
		assertThat(this.limit.tryAcquire(1)).isTrue();
		assertThat(this.limit.tryAcquire(2)).isFalse();
	}

}
