package io.membership.cluster.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.membership.Keyring;
import io.membership.runtime.LimitedExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the keys of a running member to its keyring file, off the event loop and one
 * write after the other, so that the last one writes the latest keys. Thread-safe.
 */
final class KeyringSaver {

	private static final Logger logger = LoggerFactory.getLogger(KeyringSaver.class);

	private final Keyring keyring;

	private final KeyringFile file;

	private final Executor writes;

	KeyringSaver(Keyring keyring, Path path, Executor blocking) {
		this.keyring = keyring;
		this.file = new KeyringFile(path);
		this.writes = new LimitedExecutor(blocking, 1);
	}

	/**
	 * Writes the keys that are current when the write begins.
	 * @return the reason of a failure, for the member that sent the request; {@code null}
	 * on success
	 */
	CompletableFuture<@Nullable String> save() {
		CompletableFuture<@Nullable String> saved = new CompletableFuture<>();
		this.writes.execute(() -> saved.complete(write()));
		return saved;
	}

	private @Nullable String write() {
		try {
			this.file.save(this.keyring);
			return null;
		}
		catch (IOException | RuntimeException ex) {
			logger.atWarn()
				.addKeyValue("path", this.file)
				.setCause(ex)
				.log("The keyring file cannot be written: after a restart this member would have its old keys. "
						+ "Make it writable and repeat the change");
			// other members need not know the paths of this machine
			return "Failed to write keyring file: " + ex.getClass().getSimpleName();
		}
	}

}
