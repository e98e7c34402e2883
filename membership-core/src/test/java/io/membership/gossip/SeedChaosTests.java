package io.membership.gossip;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many clusters, each with the faults that its seed decides. A failure names the seed;
 * {@code -Dmembership.chaos.seed=N} plays that one again, with the same events at the
 * same time. {@code -Dmembership.chaos.seeds=COUNT} plays more or fewer, and
 * {@code -Dmembership.chaos.start=N} others.
 */
@Tag("slow")
class SeedChaosTests {

	private static final long DEFAULT_SEEDS = 1000;

	private static final int REPORTED = 5;

	/** Every so many seeds one is played twice. */
	private static final int PLAYED_TWICE = 50;

	private final Logger logger = (Logger) LoggerFactory.getLogger(SeedChaosTests.class.getPackageName());

	private final Level level = this.logger.getLevel();

	/** Thousands of members would say that they do not encrypt. */
	@BeforeEach
	void quiet() {
		if (Long.getLong("membership.chaos.seed") == null) {
			this.logger.setLevel(Level.ERROR);
		}
	}

	@AfterEach
	void restore() {
		this.logger.setLevel(this.level);
	}

	// X5
	@Test
	void noInvariantBreaksUnderAnySeed() {
		Long one = Long.getLong("membership.chaos.seed");
		long start = (one != null) ? one : Long.getLong("membership.chaos.start", 1);
		long count = (one != null) ? 1 : Long.getLong("membership.chaos.seeds", DEFAULT_SEEDS);
		Queue<String> failures = new ConcurrentLinkedQueue<>();
		LongStream.range(start, start + count).parallel().forEach((seed) -> {
			try {
				long hash = ChaosScenario.play(seed);
				if (seed % PLAYED_TWICE == 0) {
					assertThat(ChaosScenario.play(seed)).as("hash of seed %d", seed).isEqualTo(hash);
				}
			}
			catch (AssertionError ex) {
				failures.add(String.valueOf(ex.getMessage()));
			}
		});
		assertThat(failures.size()).as(() -> report(failures)).isZero();
	}

	private static String report(Queue<String> failures) {
		List<String> first = failures.stream().limit(REPORTED).toList();
		List<String> seeds = failures.stream().map((text) -> text.substring(0, text.indexOf('\n'))).toList();
		return String.join("\n", seeds) + "\n\n" + String.join("\n\n", first);
	}

}
