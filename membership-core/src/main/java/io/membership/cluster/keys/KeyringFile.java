package io.membership.cluster.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import io.membership.Internal;
import io.membership.Keyring;
import io.membership.SafeText;
import io.membership.cluster.file.DurableFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the keys of the cluster over a restart in Serf's format: a JSON array of keys in
 * Base64, primary key first. All methods block; not thread-safe. No exception and no log
 * line quotes the content of the file.
 * <p>
 * A running member writes its keys to the file if configured to; reading them is part of
 * configuring a member, see {@link io.membership.gossip.EncryptionConfig}.
 * <p>
 * The file has mode 0600 and is replaced atomically, so that after a crash during a key
 * rotation it holds either the old or the new keys. Serf rewrites it in place.
 */
@Internal
public final class KeyringFile {

	private static final Logger logger = LoggerFactory.getLogger(KeyringFile.class);

	private static final String NEW = ".new";

	private static final long MAX_BYTES = 1024 * 1024;

	private final Path path;

	/**
	 * Creates the keyring file of a path; does not access the file system.
	 * @param path the path of the file
	 */
	public KeyringFile(Path path) {
		this.path = path;
	}

	/**
	 * Returns whether the file exists.
	 * @return whether it exists
	 */
	public boolean exists() {
		return Files.exists(this.path);
	}

	/**
	 * Reads the keys. Logs a warning if users other than the owner can read the file.
	 * @return a new keyring
	 * @throws IOException if the file does not exist or cannot be read, is not an array
	 * of keys, is empty, or holds an unusable key
	 */
	public Keyring load() throws IOException {
		if (!exists()) {
			throw new NoSuchFileException(toString(), null,
					"the keyring file does not exist; create it with a JSON array of keys in Base64");
		}
		if (Files.size(this.path) > MAX_BYTES) {
			throw new IOException("The keyring file " + this + " is larger than " + MAX_BYTES + " bytes");
		}
		String text = new String(Files.readAllBytes(this.path), StandardCharsets.UTF_8);
		warnIfOthersMayRead();
		try {
			List<String> keys = JsonStrings.parse(text);
			if (!keys.isEmpty()) {
				return Keyring.ofBase64(keys);
			}
		}
		catch (IllegalArgumentException ex) {
			throw new IOException("The keyring file " + this + " is not usable: " + ex.getMessage());
		}
		throw new IOException("The keyring file " + this + " contains no keys");
	}

	/**
	 * Replaces the keys.
	 * @param keyring the keys to write
	 * @throws IOException if that fails; the file is then unchanged
	 */
	public void save(Keyring keyring) throws IOException {
		Base64.Encoder base64 = Base64.getEncoder();
		String text = JsonStrings.write(keyring.keys().stream().map(base64::encodeToString).toList());
		DurableFile.replace(this.path, NEW, text.getBytes(StandardCharsets.UTF_8), DurableFile.PRIVATE);
	}

	private void warnIfOthersMayRead() throws IOException {
		if (!DurableFile.isPosix(this.path)) {
			return;
		}
		Set<PosixFilePermission> mode = Files.getPosixFilePermissions(this.path);
		if (!DurableFile.PRIVATE.containsAll(mode)
				&& (mode.contains(PosixFilePermission.GROUP_READ) || mode.contains(PosixFilePermission.OTHERS_READ))) {
			logger.atWarn()
				.addKeyValue("path", this)
				.log("Users other than the owner can read the keyring file; set its mode to 0600");
		}
	}

	/** Returns the path only. */
	@Override
	public String toString() {
		return SafeText.of(this.path.toString());
	}

}
