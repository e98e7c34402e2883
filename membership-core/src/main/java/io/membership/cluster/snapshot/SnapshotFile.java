package io.membership.cluster.snapshot;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

import io.membership.SafeText;
import io.membership.cluster.file.DurableFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A snapshot file on the disk. All methods block; not thread-safe, but may be handed from
 * thread to thread.
 * <p>
 * A new file has mode 0600, as it lists the members of the cluster and their addresses.
 * Serf's has 0644, and 0755 after it was compacted. If an operator lets other users read
 * the file, a rewrite keeps that permission; only the owner can ever write it.
 */
public final class SnapshotFile {

	private static final Logger logger = LoggerFactory.getLogger(SnapshotFile.class);

	/** Serf's name for a new, incomplete file. */
	private static final String NEW = ".compact";

	private static final Set<PosixFilePermission> MAY_KEEP = PosixFilePermissions.fromString("rw-r--r--");

	private final Path path;

	private @Nullable FileChannel channel;

	private boolean damaged;

	/**
	 * Creates the snapshot file of a path; opens nothing before the first write.
	 * @param path the path of the file
	 */
	public SnapshotFile(Path path) {
		this.path = path;
	}

	/**
	 * Reads the state of an earlier run. A missing file counts as empty; if Serf crashed
	 * between deleting the old file and renaming the new one, reads the new one.
	 * @param rejoinAfterLeave whether entries before a {@code leave} are kept
	 * @return the state that the file describes
	 * @throws IOException if the file exists and cannot be read
	 */
	public Snapshot read(boolean rejoinAfterLeave) throws IOException {
		SnapshotReader reader = new SnapshotReader(rejoinAfterLeave);
		if (!read(this.path, reader)) {
			this.damaged = read(this.path.resolveSibling(this.path.getFileName() + NEW), reader);
		}
		this.damaged |= reader.isTorn();
		if (reader.skipped() > 0 || reader.isTorn()) {
			logger.atWarn()
				.addKeyValue("path", this)
				.addKeyValue("skippedLines", reader.skipped())
				.addKeyValue("torn", reader.isTorn())
				.log("The snapshot file is damaged; using its readable part");
		}
		return reader.snapshot();
	}

	private static boolean read(Path path, SnapshotReader reader) throws IOException {
		try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
			reader.read(in);
			return true;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	/**
	 * Returns whether the file must be replaced rather than appended to, because it ends
	 * in the middle of a line or lacks lines that could not be written.
	 * @return whether it is damaged
	 */
	boolean isDamaged() {
		return this.damaged;
	}

	/**
	 * Appends to the file, and creates it if necessary. Passes the bytes to the operating
	 * system, but not yet to the disk: see {@link #sync()}.
	 * @param lines whole lines
	 * @return the size of the file
	 * @throws IOException if that fails; the file is then damaged
	 */
	long append(byte[] lines) throws IOException {
		// Damaged until all is written, as any exception may come in between.
		this.damaged = true;
		FileChannel open = open();
		DurableFile.write(open, lines);
		this.damaged = false;
		return open.size();
	}

	/**
	 * Replaces the whole file: at any moment the old or the new one is complete on the
	 * disk.
	 * @param snapshot the new content
	 * @return the size of the file
	 * @throws IOException if that fails; the old file then still exists
	 */
	long replace(Snapshot snapshot) throws IOException {
		// Earlier lines that failed to be appended may be in the new content only.
		this.damaged = true;
		Set<PosixFilePermission> mode = mode();
		close();
		DurableFile.replace(this.path, NEW, snapshot.render(), mode);
		this.damaged = false;
		return Files.size(this.path);
	}

	private Set<PosixFilePermission> mode() throws IOException {
		if (!DurableFile.isPosix(this.path) || !Files.exists(this.path)) {
			return DurableFile.PRIVATE;
		}
		Set<PosixFilePermission> mode = EnumSet.copyOf(DurableFile.PRIVATE);
		mode.addAll(Files.getPosixFilePermissions(this.path));
		mode.retainAll(MAY_KEEP);
		return mode;
	}

	/**
	 * Makes all writes and the creation of the file durable.
	 * @throws IOException if that fails
	 */
	void sync() throws IOException {
		if (this.channel != null) {
			this.channel.force(true);
			DurableFile.syncDirectoryOf(this.path);
		}
	}

	/**
	 * Closes the file. The next write opens it again.
	 * @throws IOException if that fails
	 */
	void close() throws IOException {
		FileChannel open = this.channel;
		this.channel = null;
		if (open != null) {
			open.close();
		}
	}

	private FileChannel open() throws IOException {
		FileChannel open = this.channel;
		if (open == null) {
			open = DurableFile.open(this.path, DurableFile.PRIVATE, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
					StandardOpenOption.APPEND);
			this.channel = open;
		}
		return open;
	}

	@Override
	public String toString() {
		return SafeText.of(this.path.toString());
	}

}
