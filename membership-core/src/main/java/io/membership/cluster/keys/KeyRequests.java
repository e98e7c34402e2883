package io.membership.cluster.keys;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.membership.Internal;
import io.membership.Keyring;
import io.membership.SafeText;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import io.membership.wire.WireBytes;
import io.membership.wire.WireDrop;
import io.membership.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out requests for this member's keys, with Serf's answers and texts. A member
 * without keys refuses: encryption can only be enabled by configuration, because a
 * request that some members miss would split the cluster. Never logs a key.
 */
@Internal
public final class KeyRequests {

	/** Serf's estimate for the smallest size of an encoded key. */
	private static final int MIN_ENCODED_KEY = 25;

	private static final String NOTHING_TO_MODIFY = "No keyring to modify (encryption not enabled)";

	private static final String NOTHING_TO_LIST = "Keyring is empty (encryption not enabled)";

	private static final Logger logger = LoggerFactory.getLogger(KeyRequests.class);

	private final Keyring keyring;

	private final @Nullable KeyringSaver saver;

	/**
	 * Creates the receiver.
	 * @param keyring the keys of this member
	 * @param saver writes them to a file, or {@code null}
	 */
	KeyRequests(Keyring keyring, @Nullable KeyringSaver saver) {
		this.keyring = keyring;
		this.saver = saver;
	}

	/**
	 * Creates the receiver of a member.
	 * @param keyring the keys of the member
	 * @param file the keyring file, or {@code null} for none
	 * @param blocking executor that writes the file
	 * @return the receiver
	 */
	public static KeyRequests create(Keyring keyring, @Nullable Path file, Executor blocking) {
		return new KeyRequests(keyring, (file != null) ? new KeyringSaver(keyring, file, blocking) : null);
	}

	/**
	 * Passes each operation and its handler to a registry.
	 * @param responseLimit largest encoded answer in bytes
	 * @param registry takes the name of an operation and its handler
	 */
	public void register(int responseLimit, BiConsumer<String, Consumer<KeyQuery>> registry) {
		for (KeyOperation operation : KeyOperation.values()) {
			registry.accept(operation.toString(), (query) -> asked(operation, query, responseLimit));
		}
	}

	/**
	 * Carries out a request. Never throws because of its content.
	 * @param operation the operation
	 * @param payload the payload of the query, untrusted
	 * @return the answer; completes on any thread, after a change has been written
	 */
	CompletableFuture<SerfMessage.KeyResponse> handle(KeyOperation operation, byte[] payload) {
		if (operation == KeyOperation.LIST) {
			return CompletableFuture.completedFuture(list());
		}
		byte[] key;
		try {
			if (!(SerfCodec.decode(payload) instanceof SerfMessage.KeyRequest request)) {
				throw new WireException(WireDrop.UNKNOWN_TYPE, "not a key request");
			}
			key = WireBytes.orEmpty(request.key());
		}
		catch (WireException ex) {
			// the message could quote a key
			logger.atDebug().addKeyValue("operation", operation).log("A key request cannot be decoded");
			return CompletableFuture.completedFuture(refused(""));
		}
		if (this.keyring.isEmpty()) {
			return CompletableFuture.completedFuture(refused(NOTHING_TO_MODIFY));
		}
		try {
			change(operation, key);
		}
		catch (IllegalArgumentException ex) {
			logger.atInfo()
				.addKeyValue("operation", operation)
				.addKeyValue("key", Keyring.fingerprint(key))
				.log("Keys are unchanged after {} of {}: {}", operation, Keyring.fingerprint(key), ex.getMessage());
			return CompletableFuture.completedFuture(refused(String.valueOf(ex.getMessage())));
		}
		logger.atInfo()
			.addKeyValue("operation", operation)
			.addKeyValue("key", Keyring.fingerprint(key))
			.log("Keys changed: {} of {}", operation, Keyring.fingerprint(key));
		return saved().thenApply((problem) -> (problem == null) ? done() : refused(problem));
	}

	private void asked(KeyOperation operation, KeyQuery query, int limit) {
		handle(operation, query.payload()).thenAccept((response) -> {
			byte[] payload = encode(response, limit, query::fits);
			if (payload == null) {
				logger.atDebug()
					.addKeyValue("operation", operation)
					.log("No answer to a key request fits into the limit");
				return;
			}
			query.respond(payload).exceptionally((failure) -> {
				logger.atDebug()
					.addKeyValue("operation", operation)
					.addKeyValue("reason", failure.getMessage())
					.log("An answer to a key request is not sent: {}", failure.getMessage());
				return null;
			});
		});
	}

	private void change(KeyOperation operation, byte[] key) {
		switch (operation) {
			case INSTALL -> this.keyring.add(key);
			case USE -> this.keyring.use(key);
			case REMOVE -> this.keyring.remove(key);
			case LIST -> throw new IllegalStateException("Nothing to change");
		}
	}

	/**
	 * Writes the keys even if nothing changed: an earlier attempt may have failed to
	 * write.
	 */
	private CompletableFuture<@Nullable String> saved() {
		return (this.saver != null) ? this.saver.save() : CompletableFuture.completedFuture(null);
	}

	private SerfMessage.KeyResponse list() {
		List<byte[]> keys = this.keyring.keys();
		if (keys.isEmpty()) {
			return refused(NOTHING_TO_LIST);
		}
		Base64.Encoder base64 = Base64.getEncoder();
		List<String> texts = keys.stream().map(base64::encodeToString).toList();
		return new SerfMessage.KeyResponse(true, "", texts, texts.get(0));
	}

	private static SerfMessage.KeyResponse done() {
		return new SerfMessage.KeyResponse(true, "", List.of(), "");
	}

	private static SerfMessage.KeyResponse refused(String why) {
		return new SerfMessage.KeyResponse(false, why, List.of(), "");
	}

	/**
	 * Encodes an answer. Truncates a list that is too long, and reports that in the
	 * message.
	 * @param response the answer
	 * @param limit largest encoded answer to a query in bytes
	 * @param fits tests whether an answer with this payload is within the limit
	 * @return the payload, or {@code null} if not even one key fits
	 */
	static byte @Nullable [] encode(SerfMessage.KeyResponse response, int limit, Predicate<byte[]> fits) {
		byte[] whole = SerfCodec.encode(response);
		if (fits.test(whole)) {
			return whole;
		}
		int all = response.keys().size();
		for (int first = Math.min(all, limit / MIN_ENCODED_KEY); first > 0; first--) {
			String message = "truncated key list response, showing first " + first + " of " + all + " keys";
			byte[] part = SerfCodec.encode(new SerfMessage.KeyResponse(response.result(), message,
					new ArrayList<>(response.keys().subList(0, first)), response.primaryKey()));
			if (fits.test(part)) {
				logger.atInfo().log("{}", SafeText.of(message));
				return part;
			}
		}
		return null;
	}

}
