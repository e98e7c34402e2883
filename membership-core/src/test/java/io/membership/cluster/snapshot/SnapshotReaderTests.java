package io.membership.cluster.snapshot;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import io.membership.cluster.file.FileVectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a snapshot file says, and what is made of one that is damaged. */
class SnapshotReaderTests {

	private SnapshotReader reader = new SnapshotReader(false);

	@Test
	void whatSerfsLibraryWroteIsForgottenAfterItsLeaveButForTheLastClock() {
		assertThat(read(FileVectors.bytes("snapshot_library"))).isEqualTo(new Snapshot(Map.of(), 99, 0, 0, true));
		assertThat(this.reader.skipped()).isZero();
		assertThat(this.reader.isTorn()).isFalse();
	}

	@Test
	void whatSerfsLibraryWroteIsKeptForARejoin() {
		this.reader = new SnapshotReader(true);
		assertThat(read(FileVectors.bytes("snapshot_library")))
			.isEqualTo(new Snapshot(Map.of("serf-a", "10.0.0.1:7946", "serf-b", "10.0.0.2:7946"), 99, 2, 61, true));
	}

	@Test
	void whatASerfAgentWroteIsRead() {
		this.reader = new SnapshotReader(true);
		assertThat(read(FileVectors.bytes("snapshot_agent")))
			.isEqualTo(new Snapshot(Map.of("ag-a", "127.0.0.1:27941", "ag-b", "127.0.0.1:27942"), 5, 3, 6, true));
		this.reader = new SnapshotReader(false);
		assertThat(read(FileVectors.bytes("snapshot_agent"))).isEqualTo(new Snapshot(Map.of(), 5, 0, 0, true));
	}

	@Test
	void everyPrefixOfARealFileIsReadable() {
		byte[] whole = FileVectors.bytes("snapshot_agent");
		for (int length = 0; length < whole.length; length++) {
			this.reader = new SnapshotReader(false);
			read(Arrays.copyOf(whole, length));
			assertThat(this.reader.skipped()).isZero();
			assertThat(this.reader.isTorn()).isEqualTo(length > 0 && whole[length - 1] != '\n');
		}
	}

	@Test
	void aLastLineWithoutItsEndIsIgnored() {
		assertThat(read("clock: 9\nclock: 95").clock()).isEqualTo(9);
		assertThat(this.reader.isTorn()).isTrue();
		assertThat(this.reader.skipped()).isZero();
	}

	@Test
	void aMemberThatCameBackIsAliveAtItsNewAddress() {
		assertThat(read("alive: a 10.0.0.1:1\nnot-alive: a\nalive: b 10.0.0.2:1\nalive: a [fe80::1]:2\n").alive())
			.containsExactly(Map.entry("b", "10.0.0.2:1"), Map.entry("a", "[fe80::1]:2"));
	}

	@Test
	void whatFollowsALeaveCountsAgain() {
		Snapshot snapshot = read("alive: a 10.0.0.1:1\nevent-clock: 8\nleave\nalive: b 10.0.0.2:1\nevent-clock: 2\n");
		assertThat(snapshot).isEqualTo(new Snapshot(Map.of("b", "10.0.0.2:1"), 0, 2, 0, false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b c", " a ", "#", "leave", "not-alive: x", "größe-日本", "\ta\r", "a 10.0.0.2:7946" })
	void namesMayHoldWhateverALineMay(String name) {
		String line = "alive: " + name + " 10.0.0.1:7946\n";
		assertThat(read(line + "not-alive: other\n").alive()).containsExactly(Map.entry(name, "10.0.0.1:7946"));
		this.reader = new SnapshotReader(false);
		assertThat(read(line + "not-alive: " + name + "\n").alive()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "alive: ", "alive: a", "alive: 10.0.0.1:7946", "alive:  10.0.0.1:7946",
			"alive: a 10.0.0.1", "alive: a 10.0.0.1:", "alive: a 10.0.0.1:0", "alive: a 10.0.0.1:65536",
			"alive: a ::1:7946", "alive: a host.example:7946", "alive: a 10.0.0.1:7946 ", "alive:a 10.0.0.1:7946",
			"clock: ", "clock:", "clock: -1", "clock: +1", "clock: 1 ", "clock:1", "clock: 18446744073709551616",
			"clock: 99999999999999999999", "clock: 111111111111111111111", "event-clock: x", "query-clock: 0x1",
			"other-clock: 1", "leave ", "Leave", "left", "\0\0\0\0", "clock: 9alive: a 10.0.0.1:7946", "clock: \u0661",
			":", "clock" })
	void aLineThatMakesNoSenseIsSkipped(String line) {
		assertThat(read("clock: 7\n" + line + "\nalive: z 10.0.0.9:1\n"))
			.isEqualTo(new Snapshot(Map.of("z", "10.0.0.9:1"), 7, 0, 0, false));
		assertThat(this.reader.skipped()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "# a comment", "#", "coordinate: {\"Vec\":[0]}", "not-alive: nobody", "clock: 3",
			"event-clock: 0" })
	void aLineThatSaysNothingNewIsNoDamage(String line) {
		assertThat(read("clock: 7\n" + line + "\n")).isEqualTo(new Snapshot(Map.of(), 7, 0, 0, false));
		assertThat(this.reader.skipped()).isZero();
	}

	@Test
	void bytesThatAreNoTextAreSkippedLineByLine() {
		assertThat(read("alive: \u00e9 10.0.0.1:1\nclock: 4\n".getBytes(StandardCharsets.ISO_8859_1)).clock())
			.isEqualTo(4);
		assertThat(this.reader.skipped()).isEqualTo(1);
	}

	@Test
	void anEndlessLineIsSkipped() {
		assertThat(read("alive: " + "x".repeat(100_000) + " 10.0.0.1:1\nclock: 4\n"))
			.isEqualTo(new Snapshot(Map.of(), 4, 0, 0, false));
		assertThat(this.reader.skipped()).isEqualTo(1);
	}

	@Test
	void clocksAreUnsigned() {
		Snapshot snapshot = read("clock: 18446744073709551615\nclock: 5\nevent-clock: 9223372036854775808\n");
		assertThat(snapshot.clock()).isEqualTo(-1);
		assertThat(snapshot.eventClock()).isEqualTo(Long.MIN_VALUE);
	}

	@Test
	void whatIsRenderedReadsAsTheSame() {
		Map<String, String> alive = new LinkedHashMap<>();
		alive.put("b", "10.0.0.2:7946");
		alive.put("a b", "[fe80:0:0:0:0:0:0:1]:7946");
		alive.put("größe", "10.0.0.3:1");
		Snapshot snapshot = new Snapshot(alive, -1, 7, 0, false);
		assertThat(new String(snapshot.render(), StandardCharsets.UTF_8))
			.isEqualTo("alive: b 10.0.0.2:7946\nalive: a b [fe80:0:0:0:0:0:0:1]:7946\nalive: größe 10.0.0.3:1\n"
					+ "clock: 18446744073709551615\nevent-clock: 7\nquery-clock: 0\n");
		assertThat(read(snapshot.render())).isEqualTo(snapshot);
		assertThat(this.reader.skipped()).isZero();
	}

	@Test
	void aRenderedLeaveIsReadAsOne() {
		Snapshot snapshot = new Snapshot(Map.of("a", "10.0.0.1:1"), 4, 5, 6, true);
		assertThat(read(snapshot.render())).isEqualTo(new Snapshot(Map.of(), 0, 0, 0, true));
		this.reader = new SnapshotReader(true);
		assertThat(read(snapshot.render())).isEqualTo(snapshot);
	}

	private Snapshot read(String text) {
		return read(text.getBytes(StandardCharsets.UTF_8));
	}

	private Snapshot read(byte[] bytes) {
		try {
			this.reader.read(new ByteArrayInputStream(bytes));
			return this.reader.snapshot();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
