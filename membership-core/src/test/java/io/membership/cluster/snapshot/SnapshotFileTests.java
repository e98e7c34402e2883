package io.membership.cluster.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** A snapshot file on a real file system. */
class SnapshotFileTests {

	private static final Snapshot SNAPSHOT = new Snapshot(Map.of("a", "10.0.0.1:7946"), 4, 5, 6, false);

	@TempDir
	private Path directory;

	private Path path;

	private SnapshotFile file;

	@BeforeEach
	void create() {
		this.path = this.directory.resolve("snapshot");
		this.file = new SnapshotFile(this.path);
	}

	@AfterEach
	void close() throws IOException {
		this.file.close();
	}

	@Test
	void aFileThatIsNotThereIsAnEmptyOneAndIsNotCreatedByReading() throws IOException {
		assertThat(this.file.read(false)).isEqualTo(Snapshot.EMPTY);
		assertThat(this.file.isDamaged()).isFalse();
		assertThat(this.path).doesNotExist();
	}

	@Test
	void aFileThatCannotBeReadIsAnError() throws IOException {
		Files.createDirectory(this.path);
		assertThatIOException().isThrownBy(() -> this.file.read(false));
	}

	@Test
	void whatIsAppendedFollowsWhatWasThere() throws IOException {
		Files.writeString(this.path, "clock: 1\n");
		assertThat(append("clock: 2\n")).isEqualTo(18);
		assertThat(append("leave\n")).isEqualTo(24);
		assertThat(this.path).hasContent("clock: 1\nclock: 2\nleave\n");
	}

	@Test
	void aNewFileIsPrivate() throws IOException {
		append("clock: 1\n");
		assertThat(mode()).isEqualTo("rw-------");
		this.file.replace(SNAPSHOT);
		assertThat(mode()).isEqualTo("rw-------");
	}

	@ParameterizedTest
	@CsvSource({ "rw-r--r--, rw-r--r--", "rw-r-----, rw-r-----", "rwxrwxrwx, rw-r--r--", "rwxr-xr-x, rw-r--r--",
			"r--------, rw-------" })
	void aReplacedFileKeepsItsReadersButNoWritersAndIsNotExecutable(String before, String after) throws IOException {
		Files.writeString(this.path, "clock: 1\n");
		Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString(before));
		this.file.replace(SNAPSHOT);
		assertThat(mode()).isEqualTo(after);
	}

	@Test
	void aReplacedFileHoldsTheNewContentOnlyAndCanBeAppendedTo() throws IOException {
		append("clock: 1\n");
		assertThat(this.file.replace(SNAPSHOT)).isEqualTo(SNAPSHOT.render().length);
		append("clock: 7\n");
		this.file.sync();
		assertThat(Files.readString(this.path))
			.isEqualTo(new String(SNAPSHOT.render(), StandardCharsets.UTF_8) + "clock: 7\n");
		assertThat(this.directory).isDirectoryNotContaining("glob:**.compact");
	}

	@Test
	void whatACrashedReplacementHasLeftIsInNobodysWay() throws IOException {
		Files.writeString(this.directory.resolve("snapshot.compact"), "alive: x 10.");
		Files.writeString(this.path, "clock: 3\n");
		assertThat(this.file.read(false).clock()).isEqualTo(3);
		assertThat(this.file.isDamaged()).isFalse();
		this.file.replace(SNAPSHOT);
		assertThat(Files.readAllBytes(this.path)).isEqualTo(SNAPSHOT.render());
		assertThat(this.directory).isDirectoryNotContaining("glob:**.compact");
	}

	@Test
	void aSerfThatCrashedBetweenDeletingAndRenamingLosesNothing() throws IOException {
		Files.write(this.directory.resolve("snapshot.compact"), SNAPSHOT.render());
		assertThat(this.file.read(false)).isEqualTo(SNAPSHOT);
		assertThat(this.file.isDamaged()).isTrue();
	}

	@Test
	void aTornFileIsToBeReplacedUntilItIs() throws IOException {
		Files.writeString(this.path, "clock: 3\nclock: 1");
		assertThat(this.file.read(false).clock()).isEqualTo(3);
		assertThat(this.file.isDamaged()).isTrue();
		this.file.replace(SNAPSHOT);
		assertThat(this.file.isDamaged()).isFalse();
	}

	@Test
	void aReplacementThatFailsLeavesTheOldFile() throws IOException {
		Files.writeString(this.path, "clock: 3\n");
		Path obstacle = Files.createDirectories(this.directory.resolve("snapshot.compact/not empty"));
		assertThatIOException().isThrownBy(() -> this.file.replace(SNAPSHOT));
		assertThat(this.path).hasContent("clock: 3\n");
		assertThat(this.file.isDamaged()).isTrue();
		Files.delete(obstacle);
		this.file.replace(SNAPSHOT);
		assertThat(this.file.isDamaged()).isFalse();
	}

	@Test
	void behindASymbolicLinkTheFileIsReplacedAndNotTheLink() throws IOException {
		Path real = Files.createDirectory(this.directory.resolve("volume")).resolve("real");
		Files.writeString(real, "clock: 3\n");
		Files.createSymbolicLink(this.path, real);
		this.file.replace(SNAPSHOT);
		assertThat(this.path).isSymbolicLink();
		assertThat(Files.readAllBytes(real)).isEqualTo(SNAPSHOT.render());
	}

	private long append(String lines) throws IOException {
		return this.file.append(lines.getBytes(StandardCharsets.UTF_8));
	}

	private String mode() throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(this.path));
	}

}
