package io.membership.catalog;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many clusters with catalogs, each with the faults that its seed decides. A failure
 * names the seed; {@code -Dmembership.chaos.seed=N} plays that one again.
 * {@code -Dmembership.catalog.seeds=1000} plays a thousand, of which some have up to 200
 * members; what runs by default is a sample.
 */
class CatalogChaosTests {

	private static final long DEFAULT_SEEDS = 24;

	private static final int REPORTED = 3;

	/** Every so many seeds one is played twice. */
	private static final int PLAYED_TWICE = 20;

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.membership");

	private final Level level = this.logger.getLevel();

	@BeforeEach
	void quiet() {
		this.logger.setLevel(Level.ERROR);
	}

	@AfterEach
	void restore() {
		this.logger.setLevel(this.level);
	}

	@Test
	void afterTheFaultsAllCatalogsHoldWhatTheMembersSayUnderAnySeed() {
		Long one = Long.getLong("membership.chaos.seed");
		long start = (one != null) ? one : Long.getLong("membership.chaos.start", 1);
		long count = (one != null) ? 1 : Long.getLong("membership.catalog.seeds", DEFAULT_SEEDS);
		Queue<String> failures = new ConcurrentLinkedQueue<>();
		LongStream.range(start, start + count).parallel().forEach((seed) -> {
			try {
				long hash = CatalogChaos.play(seed);
				if (seed % PLAYED_TWICE == 0) {
					assertThat(CatalogChaos.play(seed)).as("hash of seed %d", seed).isEqualTo(hash);
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
		return failures.size() + " seeds failed\n" + String.join("\n\n", first);
	}

}
