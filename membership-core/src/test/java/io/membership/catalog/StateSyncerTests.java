package io.membership.catalog;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.membership.catalog.CatalogMetrics.SyncKind;
import io.membership.catalog.CatalogMetrics.SyncOutcome;
import io.membership.catalog.StateSyncer.State;
import io.membership.runtime.NodeRuntime;
import io.membership.runtime.TransportOptions;
import io.membership.simulation.Simulation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Every state of the syncer and every event in it, in virtual time. */
class StateSyncerTests {

	private final Simulation simulation = new Simulation(3);

	private final CatalogMetrics metrics = new CatalogMetrics();

	private final FakeTarget target = new FakeTarget();

	private NodeRuntime runtime;

	private StateSyncer syncer;

	private int members = 5;

	@BeforeEach
	void create() throws IOException {
		this.runtime = this.simulation.transportFactory()
			.bind(TransportOptions.of(this.simulation.nextAddress(), Duration.ofSeconds(1)))
			.runtime();
		this.syncer = new StateSyncer("test", CatalogConfig.Sync.DEFAULT, this.runtime, () -> this.members,
				this.metrics, this.target);
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "2, 1", "127, 1", "128, 1", "129, 2", "256, 2", "257, 3", "512, 3", "513, 4", "1024, 4",
			"1025, 5", "2048, 5", "2049, 6", "4096, 6" })
	void theFactorIsThatOfConsul(int clusterSize, int factor) {
		assertThat(StateSyncer.scaleFactor(clusterSize)).isEqualTo(factor);
	}

	@Test
	void theFactorFollowsTheFormulaForEverySize() {
		IntStream.rangeClosed(1, 4096).forEach((size) -> {
			int expected = (size <= 128) ? 1 : (int) Math.ceil(Math.log(size / 128.0) / Math.log(2)) + 1;
			assertThat(StateSyncer.scaleFactor(size)).as("%d members", size).isEqualTo(expected);
		});
	}

	// FULL

	@Test
	void itBeginsWithAFullSync() {
		start();
		assertThat(this.target.calls).containsExactly("full");
		assertThat(this.syncer.state()).isEqualTo(State.FULL);
	}

	@Test
	void aFullSyncThatSucceedsLeadsToPartial() {
		startInSync();
		assertThat(this.syncer.state()).isEqualTo(State.PARTIAL);
		assertThat(this.metrics.syncs(SyncKind.FULL, SyncOutcome.SUCCESS)).isEqualTo(1);
	}

	@Test
	void aFullSyncThatFailsLeadsToRetry() {
		start();
		this.target.fail();
		run(0);
		assertThat(this.syncer.state()).isEqualTo(State.RETRY_FULL);
		assertThat(this.metrics.syncs(SyncKind.FULL, SyncOutcome.FAILURE)).isEqualTo(1);
	}

	@Test
	void aFullSyncThatThrowsHasFailed() {
		this.target.throwing = true;
		start();
		run(0);
		assertThat(this.syncer.state()).isEqualTo(State.RETRY_FULL);
	}

	@Test
	void aFullSyncThatIsPausedWaitsForTheEndOfThePauseAndComesAtOnce() {
		this.syncer.pause();
		start();
		run(5);
		assertThat(this.target.calls).isEmpty();
		assertThat(this.syncer.state()).isEqualTo(State.RETRY_FULL);
		this.syncer.resume();
		run(0);
		assertThat(this.target.calls).containsExactly("full");
	}

	@Test
	void aPauseDuringAFullSyncLetsItEndAndHoldsBackWhatComesAfter() {
		start();
		this.syncer.pause();
		this.syncer.syncChanges();
		run(0);
		this.target.succeed();
		run(10);
		assertThat(this.syncer.state()).isEqualTo(State.PARTIAL);
		assertThat(this.target.calls).containsExactly("full");
		this.syncer.resume();
		run(0);
		assertThat(this.target.calls).containsExactly("full", "changes");
	}

	@Test
	void changesDuringAFullSyncAreBroughtAfterIt() {
		start();
		this.syncer.syncChanges();
		this.syncer.syncChanges();
		run(5);
		assertThat(this.target.calls).containsExactly("full");
		this.target.succeed();
		run(0);
		assertThat(this.target.calls).containsExactly("full", "changes");
	}

	@Test
	void whatIsAskedForDuringAFullSyncIsMadeOnceAfterIt() {
		start();
		this.syncer.syncFull();
		this.syncer.syncFull();
		run(5);
		this.target.succeed();
		run(0);
		assertThat(this.target.calls).containsExactly("full");
		run(3);
		assertThat(this.target.calls).containsExactly("full", "full");
		this.target.succeed();
		run(20);
		assertThat(this.target.calls).containsExactly("full", "full");
	}

	@Test
	void aStopDuringAFullSyncIsTheEnd() {
		start();
		stop();
		this.target.succeed();
		this.syncer.syncFull();
		this.syncer.syncChanges();
		run(600);
		assertThat(this.syncer.state()).isEqualTo(State.STOPPED);
		assertThat(this.target.calls).containsExactly("full");
	}

	// RETRY_FULL

	@ParameterizedTest
	@CsvSource({ "5, 1", "128, 1", "200, 2", "1000, 4" })
	void aFailedFullSyncIsRetriedAfterFifteenSecondsAndAStagger(int clusterSize, int factor) {
		this.members = clusterSize;
		List<Duration> delays = delays(30, false);
		assertThat(delays).allMatch((delay) -> between(delay, 15, 15 + 15 * factor));
		assertThat(delays).anyMatch((delay) -> delay.toMillis() > 15_000 + 10_000 * factor);
		assertThat(delays).anyMatch((delay) -> delay.toMillis() < 15_000 + 5_000 * factor);
	}

	@Test
	void changesAreNotBroughtWhileAFullSyncIsToBeRetried() {
		start();
		this.target.fail();
		run(0);
		this.syncer.syncChanges();
		run(14);
		assertThat(this.target.calls).containsExactly("full");
		run(16);
		assertThat(this.target.calls).containsExactly("full", "full");
		this.target.succeed();
		run(1);
		assertThat(this.target.calls).containsExactly("full", "full");
	}

	@Test
	void aRetryThatIsAskedForComesWithinThreeSeconds() {
		start();
		this.target.fail();
		run(1);
		this.syncer.syncFull();
		run(3);
		assertThat(this.target.calls).containsExactly("full", "full");
	}

	@Test
	void aStopWhileWaitingForARetryIsTheEnd() {
		start();
		this.target.fail();
		run(1);
		stop();
		run(600);
		assertThat(this.target.calls).containsExactly("full");
	}

	@Test
	void aRetryThatIsDueDuringAPauseComesAtItsEnd() {
		start();
		this.target.fail();
		run(1);
		this.syncer.pause();
		run(100);
		assertThat(this.target.calls).containsExactly("full");
		this.syncer.resume();
		run(0);
		assertThat(this.target.calls).containsExactly("full", "full");
	}

	// PARTIAL

	@Test
	void aChangeIsBroughtAtOnce() {
		startInSync();
		this.syncer.syncChanges();
		run(0);
		assertThat(this.target.calls).containsExactly("full", "changes");
		this.target.succeed();
		run(0);
		assertThat(this.syncer.state()).isEqualTo(State.PARTIAL);
		assertThat(this.metrics.syncs(SyncKind.PARTIAL, SyncOutcome.SUCCESS)).isEqualTo(1);
	}

	@Test
	void aPartialSyncThatFailsIsPutRightByTheNextFullSync() {
		startInSync();
		this.syncer.syncChanges();
		run(0);
		this.target.fail();
		run(0);
		assertThat(this.syncer.state()).isEqualTo(State.PARTIAL);
		assertThat(this.metrics.syncs(SyncKind.PARTIAL, SyncOutcome.FAILURE)).isEqualTo(1);
		run(120);
		assertThat(this.target.calls).containsExactly("full", "changes", "full");
	}

	@Test
	void changesDuringAPartialSyncAreBroughtAfterItInOne() {
		startInSync();
		this.syncer.syncChanges();
		run(0);
		this.syncer.syncChanges();
		this.syncer.syncChanges();
		run(1);
		assertThat(this.target.calls).containsExactly("full", "changes");
		this.target.succeed();
		run(0);
		assertThat(this.target.calls).containsExactly("full", "changes", "changes");
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "128, 1", "129, 2", "500, 3", "4096, 6" })
	void theNextFullSyncComesAfterAMinuteAndAStagger(int clusterSize, int factor) {
		this.members = clusterSize;
		List<Duration> delays = delays(40, true);
		assertThat(delays).allMatch((delay) -> between(delay, 60, 60 + 60 * factor));
		assertThat(delays).anyMatch((delay) -> delay.toSeconds() > 60 + 40 * factor);
		assertThat(delays).anyMatch((delay) -> delay.toSeconds() < 60 + 20 * factor);
	}

	@Test
	void aFullSyncThatIsDueDuringAPartialOneComesAfterIt() {
		startInSync();
		run(59);
		this.syncer.syncChanges();
		run(70);
		assertThat(this.target.calls).containsExactly("full", "changes");
		this.target.succeed();
		run(0);
		assertThat(this.target.calls).containsExactly("full", "changes", "full");
	}

	@Test
	void aFullSyncThatIsAskedForComesWithinThreeSecondsAndTheIntervalBeginsAnew() {
		startInSync();
		run(50);
		this.syncer.syncFull();
		run(3);
		assertThat(this.target.calls).containsExactly("full", "full");
		this.target.succeed();
		run(59);
		assertThat(this.target.calls).containsExactly("full", "full");
	}

	@Test
	void aFullSyncThatIsDueDuringAPauseComesAtItsEnd() {
		startInSync();
		this.syncer.pause();
		run(300);
		assertThat(this.target.calls).containsExactly("full");
		this.syncer.resume();
		run(0);
		assertThat(this.target.calls).containsExactly("full", "full");
	}

	@Test
	void aPauseIsOverWhenItWasEndedAsOftenAsBegun() {
		startInSync();
		this.syncer.pause();
		this.syncer.pause();
		this.syncer.syncChanges();
		this.syncer.resume();
		run(5);
		assertThat(this.syncer.isPaused()).isTrue();
		assertThat(this.target.calls).containsExactly("full");
		this.syncer.resume();
		run(0);
		assertThat(this.syncer.isPaused()).isFalse();
		assertThat(this.target.calls).containsExactly("full", "changes");
	}

	@Test
	void aPauseCannotBeEndedThatWasNotBegun() {
		assertThatIllegalStateException().isThrownBy(this.syncer::resume);
		assertThat(this.syncer.isPaused()).isFalse();
	}

	@Test
	void theEndOfAPauseBringsWhatHasChanged() {
		startInSync();
		this.syncer.pause();
		run(1);
		this.syncer.resume();
		run(0);
		assertThat(this.target.calls).containsExactly("full", "changes");
	}

	@Test
	void aStopWhilePartialIsTheEnd() {
		startInSync();
		stop();
		this.syncer.syncChanges();
		this.syncer.syncFull();
		run(600);
		assertThat(this.target.calls).containsExactly("full");
	}

	@Test
	void aStopDuringAPartialSyncIsTheEnd() {
		startInSync();
		this.syncer.syncChanges();
		run(0);
		stop();
		this.target.succeed();
		run(600);
		assertThat(this.target.calls).containsExactly("full", "changes");
		assertThat(this.syncer.state()).isEqualTo(State.STOPPED);
	}

	@Test
	void theAgeOfTheLastFullSyncIsKnown() {
		this.metrics.attach(this.runtime::nanoTime, () -> 0, (status) -> 0, null);
		assertThat(this.metrics.lastFullSyncAge()).isNull();
		startInSync();
		run(30);
		assertThat(this.metrics.lastFullSyncAge()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
	}

	/** The times from the end of each sync to the beginning of the next. */
	private List<Duration> delays(int count, boolean success) {
		start();
		List<Duration> delays = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			int calls = this.target.calls.size();
			Duration ended = this.simulation.now();
			if (success) {
				this.target.succeed();
			}
			else {
				this.target.fail();
			}
			assertThat(this.simulation.runUntil(() -> this.target.calls.size() > calls, Duration.ofHours(1))).isTrue();
			delays.add(this.simulation.now().minus(ended));
		}
		return delays;
	}

	private static boolean between(Duration delay, int from, int to) {
		return delay.compareTo(Duration.ofSeconds(from)) >= 0
				&& delay.compareTo(Duration.ofSeconds(to).plusMillis(1)) <= 0;
	}

	private void start() {
		this.runtime.execute(this.syncer::start);
		run(0);
	}

	private void startInSync() {
		start();
		this.target.succeed();
		run(0);
	}

	private void stop() {
		this.runtime.execute(this.syncer::stop);
		run(0);
	}

	private void run(int seconds) {
		this.simulation.runFor(Duration.ofSeconds(seconds).plusMillis(1));
	}

	private static final class FakeTarget implements StateSyncer.Target {

		private final List<String> calls = new ArrayList<>();

		private CompletableFuture<Void> current = new CompletableFuture<>();

		private boolean throwing;

		@Override
		public CompletableFuture<Void> syncFull() {
			return call("full");
		}

		@Override
		public CompletableFuture<Void> syncChanges() {
			return call("changes");
		}

		private CompletableFuture<Void> call(String what) {
			this.calls.add(what);
			if (this.throwing) {
				throw new IllegalStateException("broken");
			}
			this.current = new CompletableFuture<>();
			return this.current;
		}

		private void succeed() {
			this.current.complete(null);
		}

		private void fail() {
			this.current.completeExceptionally(new IOException("not reached"));
		}

	}

}
