package io.membership.cluster.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import io.membership.runtime.ManualRuntime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is written when, in virtual time but to a real file. */
class SnapshotWriterTests {

	private static final Duration FLUSH = Duration.ofMillis(SnapshotWriter.FLUSH_MILLIS);

	@TempDir
	private Path directory;

	private final ManualRuntime runtime = new ManualRuntime();

	private Path path;

	private long clock = 1;

	private final AtomicInteger errors = new AtomicInteger();

	private @Nullable SnapshotWriter before;

	private SnapshotWriter writer;

	@BeforeEach
	void create() {
		this.path = this.directory.resolve("snapshot");
		this.writer = open(false);
	}

	@AfterEach
	void close() {
		this.runtime.unblockDisk();
		this.writer.close();
		this.runtime.unblockDisk();
	}

	@Test
	void whatHasChangedIsAppendedEveryHalfASecond() {
		alive("a", "10.0.0.1");
		this.runtime.run(FLUSH.minusMillis(1));
		assertThat(this.path).doesNotExist();
		this.runtime.run(Duration.ofMillis(1));
		assertThat(content()).isEqualTo("alive: a 10.0.0.1:7946\n");
		alive("b", "fe80::1");
		this.writer.memberGone("a");
		this.clock = 4;
		this.writer.userEvent(7);
		this.writer.query(9);
		this.runtime.run(FLUSH);
		assertThat(content()).isEqualTo("alive: a 10.0.0.1:7946\nalive: b [fe80:0:0:0:0:0:0:1]:7946\nnot-alive: a\n"
				+ "clock: 3\nevent-clock: 7\nquery-clock: 9\n");
	}

	@Test
	void theMembershipsClockIsWrittenEvenIfNoMemberChanges() {
		this.clock = 96;
		this.runtime.run(FLUSH);
		this.runtime.run(FLUSH);
		assertThat(content()).isEqualTo("clock: 95\n");
	}

	@Test
	void aClockThatIsNotLaterIsNotWritten() {
		this.writer.userEvent(7);
		this.writer.query(-1);
		this.runtime.run(FLUSH);
		this.writer.userEvent(7);
		this.writer.userEvent(3);
		this.writer.query(8);
		this.runtime.run(FLUSH);
		assertThat(content()).isEqualTo("event-clock: 7\nquery-clock: 18446744073709551615\n");
	}

	@Test
	void whatHappensToAMemberBetweenTwoWritesIsOneLine() {
		for (int i = 0; i < 100; i++) {
			alive("a", "10.0.0." + i);
			this.writer.memberGone("a");
		}
		alive("b", "10.0.1.1");
		alive("a", "10.0.0.200");
		this.runtime.run(FLUSH);
		assertThat(content()).isEqualTo("alive: b 10.0.1.1:7946\nalive: a 10.0.0.200:7946\n");
	}

	@Test
	void whatTheFileSaysAlreadyIsNotWrittenAgain() {
		write("alive: a 10.0.0.1:7946\nclock: 9\n");
		this.writer = open(false);
		this.clock = 10;
		alive("a", "10.0.0.1");
		this.writer.memberGone("nobody");
		this.runtime.run(FLUSH);
		assertThat(content()).isEqualTo("alive: a 10.0.0.1:7946\nclock: 9\n");
		alive("a", "10.0.0.2");
		this.runtime.run(FLUSH);
		assertThat(content()).endsWith("\nalive: a 10.0.0.2:7946\n");
	}

	@Test
	void whomAnEarlierRunKnewAndNobodyMentionsIsForgotten() {
		write("alive: a 10.0.0.1:7946\nalive: b 10.0.0.2:7946\nclock: 9\n");
		this.writer = open(false);
		this.writer.retain(Set.of("b", "c"));
		this.runtime.run(FLUSH);
		assertThat(content()).endsWith("\nnot-alive: a\n");
		assertThat(read(false).alive()).containsOnlyKeys("b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "evil\nclock: 99", "\n", "broken \ud800" })
	void aNameThatDoesNotFitIntoALineIsLeftOut(String name) {
		alive(name, "10.0.0.1");
		alive("a", "10.0.0.2");
		this.writer.memberGone(name);
		this.runtime.run(FLUSH);
		assertThat(content()).isEqualTo("alive: a 10.0.0.2:7946\n");
	}

	@Test
	void aSlowDiskBlocksNothingAndLosesNothing() {
		this.runtime.blockDisk();
		alive("first", "10.0.0.1");
		this.runtime.run(FLUSH);
		for (int i = 0; i < 10; i++) {
			for (int j = 0; j < 1000; j++) {
				alive("node" + i, "10.0." + i + "." + j % 256);
				this.writer.userEvent(i * 1000L + j);
			}
			this.runtime.run(FLUSH);
		}
		this.writer.memberGone("first");
		this.writer.memberGone("node3");
		assertThat(this.runtime.blockedTasks()).isEqualTo(1);
		assertThat(this.path).doesNotExist();
		this.runtime.unblockDisk();
		this.runtime.run(FLUSH);
		Snapshot snapshot = read(false);
		assertThat(snapshot.alive()).hasSize(9).containsEntry("node9", "10.0.9.231:7946");
		assertThat(snapshot.eventClock()).isEqualTo(9999);
		assertThat(content().lines()).hasSize(13);
	}

	@Test
	void whenVeryManyMembersHaveChangedTheFileIsReplaced() {
		write("alive: old 10.9.9.9:7946\nnot-alive: old\n");
		this.writer = open(false);
		for (int i = 0; i <= SnapshotChanges.MAX_CHANGED; i++) {
			alive("node" + i, "10.0.0.1");
		}
		this.runtime.run(FLUSH);
		assertThat(content()).doesNotContain("old");
		assertThat(read(false).alive()).hasSize(SnapshotChanges.MAX_CHANGED + 1);
	}

	@Test
	void aFileThatHasGrownIsReplacedByTheShortestOne() throws IOException {
		write("alive: a 10.0.0.1:7946\n" + "query-clock: 12345\n".repeat(7000));
		this.writer = open(false);
		this.writer.userEvent(3);
		this.runtime.run(FLUSH);
		assertThat(Files.size(this.path)).isGreaterThan(SnapshotWriter.MIN_COMPACTION_BYTES);
		this.runtime.run(FLUSH);
		assertThat(content()).isEqualTo("alive: a 10.0.0.1:7946\nclock: 0\nevent-clock: 3\nquery-clock: 12345\n");
		this.writer.userEvent(4);
		this.runtime.run(FLUSH);
		assertThat(content()).endsWith("query-clock: 12345\nevent-clock: 4\n");
		assertThat(this.directory).isDirectoryNotContaining("glob:**.compact");
	}

	@Test
	void aFileThatIsLongForItsLongNamesIsNotReplacedAgainAndAgain() throws IOException {
		for (int i = 0; i < 600; i++) {
			alive("x".repeat(250) + i, "10.0.0.1");
		}
		this.runtime.run(FLUSH.multipliedBy(2));
		Object key = Files.readAttributes(this.path, "fileKey").get("fileKey");
		for (int i = 1; i < 10; i++) {
			this.writer.userEvent(i);
			this.runtime.run(FLUSH);
		}
		assertThat(Files.size(this.path)).isGreaterThan(SnapshotWriter.MIN_COMPACTION_BYTES);
		assertThat(Files.readAttributes(this.path, "fileKey")).containsEntry("fileKey", key);
	}

	@Test
	void aTornFileIsReplacedBeforeAnythingIsAppended() {
		write("alive: a 10.0.0.1:7946\nalive: b 10.0.0.2:79");
		this.writer = open(false);
		this.runtime.run(FLUSH);
		assertThat(content()).isEqualTo("alive: a 10.0.0.1:7946\nclock: 0\nevent-clock: 0\nquery-clock: 0\n");
	}

	@Test
	void anErrorOfTheDiskReachesNobodyAndIsRetriedAtMostEveryThirtySeconds() throws IOException {
		this.path = this.directory.resolve("missing/snapshot");
		this.writer = open(false);
		alive("a", "10.0.0.1");
		this.runtime.run(FLUSH);
		assertThat(this.errors.get()).isEqualTo(1);
		assertThat(this.writer.isFailing()).isTrue();
		this.runtime.run(FLUSH);
		assertThat(this.errors.get()).isEqualTo(2);
		alive("b", "10.0.0.2");
		this.runtime.run(Duration.ofMillis(29_500));
		assertThat(this.errors.get()).isEqualTo(2);
		this.runtime.run(FLUSH);
		assertThat(this.errors.get()).isEqualTo(3);
		Files.createDirectory(this.path.getParent());
		this.runtime.run(Duration.ofSeconds(30));
		assertThat(this.errors.get()).isEqualTo(3);
		assertThat(this.writer.isFailing()).isFalse();
		assertThat(read(false).alive()).containsOnlyKeys("a", "b");
		alive("c", "10.0.0.3");
		this.runtime.run(FLUSH);
		assertThat(content()).endsWith("query-clock: 0\nalive: c 10.0.0.3:7946\n");
	}

	@Test
	void aLeaveIsWrittenAtOnceAndIsTheLastWord() {
		alive("a", "10.0.0.1");
		this.runtime.run(FLUSH);
		this.clock = 90;
		CompletionStage<Void> left = this.writer.leave();
		this.runtime.run(Duration.ZERO);
		assertThat(left).isCompleted();
		this.clock = 99;
		this.writer.memberGone("a");
		alive("b", "10.0.0.2");
		this.writer.userEvent(7);
		this.runtime.run(Duration.ofMinutes(1));
		this.writer.close();
		this.runtime.run(Duration.ZERO);
		assertThat(content()).isEqualTo("alive: a 10.0.0.1:7946\nleave\n");
		assertThat(read(false)).isEqualTo(new Snapshot(Map.of(), 0, 0, 0, true));
	}

	@Test
	void whoIsToRejoinAfterALeaveStillKnowsWhomAndWhatWasSeen() {
		this.writer = open(true);
		alive("a", "10.0.0.1");
		this.clock = 90;
		this.writer.userEvent(7);
		this.writer.leave();
		this.runtime.run(Duration.ZERO);
		assertThat(content()).isEqualTo("alive: a 10.0.0.1:7946\nclock: 89\nevent-clock: 7\nleave\n");
		assertThat(read(true)).isEqualTo(new Snapshot(Map.of("a", "10.0.0.1:7946"), 89, 7, 0, true));
	}

	@Test
	void aLeaveWaitsForTheDiskAndNobodyElseDoes() {
		this.runtime.blockDisk();
		alive("a", "10.0.0.1");
		this.runtime.run(FLUSH);
		CompletionStage<Void> left = this.writer.leave();
		this.runtime.run(Duration.ofMinutes(1));
		assertThat(left).isNotCompleted();
		this.runtime.unblockDisk();
		assertThat(left).isCompleted();
		assertThat(content()).isEqualTo("alive: a 10.0.0.1:7946\nleave\n");
	}

	@Test
	void aLeaveOnADiskThatFailedReplacesTheFileWithoutWaiting() throws IOException {
		this.path = this.directory.resolve("missing/snapshot");
		this.writer = open(true);
		alive("a", "10.0.0.1");
		this.runtime.run(Duration.ofSeconds(5));
		assertThat(this.writer.isFailing()).isTrue();
		Files.createDirectory(this.path.getParent());
		this.writer.leave();
		this.runtime.run(Duration.ZERO);
		assertThat(content()).isEqualTo("alive: a 10.0.0.1:7946\nclock: 0\nevent-clock: 0\nquery-clock: 0\nleave\n");
	}

	@Test
	void aLeaveBehindAWriteThatFailsReplacesTheFileToo() throws IOException {
		this.path = this.directory.resolve("missing/snapshot");
		this.writer = open(true);
		alive("a", "10.0.0.1");
		this.runtime.blockDisk();
		this.runtime.run(FLUSH);
		CompletionStage<Void> left = this.writer.leave();
		this.runtime.runOneBlockingTask();
		Files.createDirectory(this.path.getParent());
		this.runtime.unblockDisk();
		assertThat(left).isCompleted();
		assertThat(content()).isEqualTo("alive: a 10.0.0.1:7946\nclock: 0\nevent-clock: 0\nquery-clock: 0\nleave\n");
	}

	@Test
	void aDiskThatFailsForeverHoldsUpNoLeave() {
		this.path = this.directory.resolve("missing/snapshot");
		this.writer = open(true);
		alive("a", "10.0.0.1");
		CompletionStage<Void> left = this.writer.leave();
		this.runtime.run(Duration.ZERO);
		assertThat(left).isCompleted();
		assertThat(this.errors.get()).isEqualTo(1);
	}

	@Test
	void atTheEndWhatIsLeftIsWrittenEvenIfTheEventLoopIsGone() {
		this.runtime.blockDisk();
		alive("a", "10.0.0.1");
		this.runtime.run(FLUSH);
		alive("b", "10.0.0.2");
		CompletionStage<Void> closed = this.writer.close();
		this.runtime.closeLoop();
		this.runtime.unblockDisk();
		assertThat(closed).isCompleted();
		assertThat(read(false).alive()).containsOnlyKeys("a", "b");
	}

	@Test
	void nothingIsWrittenAfterTheEnd() {
		this.writer.close();
		alive("a", "10.0.0.1");
		this.writer.leave();
		this.runtime.run(Duration.ofMinutes(1));
		assertThat(this.path).doesNotExist();
		assertThat(this.writer.close()).isCompleted();
	}

	private SnapshotWriter open(boolean rejoinAfterLeave) {
		if (this.before != null) {
			this.before.close();
			this.runtime.run(Duration.ZERO);
		}
		try {
			SnapshotFile file = new SnapshotFile(this.path);
			SnapshotWriter opened = new SnapshotWriter(this.runtime, file, file.read(rejoinAfterLeave),
					rejoinAfterLeave, () -> this.clock, this.errors::incrementAndGet);
			opened.start();
			this.before = opened;
			return opened;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void alive(String name, String address) {
		try {
			this.writer.memberAlive(name, new InetSocketAddress(InetAddress.getByName(address), 7946));
		}
		catch (UnknownHostException ex) {
			throw new AssertionError(ex);
		}
	}

	private Snapshot read(boolean rejoinAfterLeave) {
		try {
			return new SnapshotFile(this.path).read(rejoinAfterLeave);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void write(String text) {
		try {
			Files.writeString(this.path, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String content() {
		try {
			return Files.readString(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
