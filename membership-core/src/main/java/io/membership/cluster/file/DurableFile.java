package io.membership.cluster.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files so that they survive a crash: at every moment the file has its old or its
 * new content. All methods block.
 */
public final class DurableFile {

	/** Mode 0600: only the owner reads and writes. */
	public static final Set<PosixFilePermission> PRIVATE = Set.of(PosixFilePermission.OWNER_READ,
			PosixFilePermission.OWNER_WRITE);

	private DurableFile() {
	}

	/**
	 * Replaces the content of a file, or creates it: writes a new file beside it, syncs
	 * it, renames it over the old one, and then syncs the directory. If the path is a
	 * symbolic link, replaces its target.
	 * @param path the file
	 * @param suffix suffix of the new file's name until it is renamed
	 * @param content the new content
	 * @param mode the new file's permissions, if the file system supports them
	 * @throws IOException if that fails; the old file is then untouched
	 */
	public static void replace(Path path, String suffix, byte[] content, Set<PosixFilePermission> mode)
			throws IOException {
		Path target = Files.isSymbolicLink(path) ? path.toRealPath() : path.toAbsolutePath();
		Path fresh = target.resolveSibling(target.getFileName() + suffix);
		// Deleted, not reused: a file left by a crash may belong to another owner.
		Files.deleteIfExists(fresh);
		try {
			try (FileChannel channel = open(fresh, mode, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
				write(channel, content);
				channel.force(true);
			}
			Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			Files.deleteIfExists(fresh);
			throw ex;
		}
		syncDirectoryOf(target);
	}

	/**
	 * Opens a file.
	 * @param path the file
	 * @param mode the permissions if the file is created
	 * @param options how to open it
	 * @return the open file
	 * @throws IOException if that fails
	 */
	public static FileChannel open(Path path, Set<PosixFilePermission> mode, OpenOption... options) throws IOException {
		FileAttribute<?>[] attributes = isPosix(path)
				? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(mode) } : new FileAttribute<?>[0];
		return FileChannel.open(path, Set.of(options), attributes);
	}

	/**
	 * Writes all bytes.
	 * @param channel the open file
	 * @param content the bytes
	 * @throws IOException if that fails
	 */
	public static void write(FileChannel channel, byte[] content) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(content);
		while (buffer.hasRemaining()) {
			channel.write(buffer);
		}
	}

	/**
	 * Makes the creation or renaming of a file durable.
	 * @param file the file
	 * @throws IOException if that fails
	 */
	public static void syncDirectoryOf(Path file) throws IOException {
		Path directory = file.toAbsolutePath().getParent();
		// Other systems cannot open a directory; durability of the rename is up to them.
		if (directory != null && isPosix(file)) {
			try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
				channel.force(true);
			}
		}
	}

	/**
	 * Returns whether the file system has POSIX permissions.
	 * @param file a file on it
	 * @return whether it has
	 */
	public static boolean isPosix(Path file) {
		return file.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

}
