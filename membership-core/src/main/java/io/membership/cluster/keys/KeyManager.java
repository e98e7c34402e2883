package io.membership.cluster.keys;

import java.util.concurrent.CompletableFuture;

/**
 * Manages the keys of the whole cluster: every operation is a query that each member
 * answers for itself. Thread-safe; nothing blocks.
 * <p>
 * The futures complete when every member has answered, or at the query's deadline with
 * what came until then; look at {@link KeyResult#error()}. They fail with an
 * {@link IllegalArgumentException} if a key is no standard Base64 of 16, 24 or 32 bytes;
 * the message does not quote it.
 */
public interface KeyManager {

	/**
	 * Installs a key, which decrypts from then on.
	 * @param key the key in Base64
	 * @return what the members said
	 */
	CompletableFuture<KeyResult> install(String key);

	/**
	 * Makes an installed key the one that encrypts.
	 * @param key the key in Base64
	 * @return what the members said
	 */
	CompletableFuture<KeyResult> use(String key);

	/**
	 * Removes a key that is not the primary one.
	 * @param key the key in Base64
	 * @return what the members said
	 */
	CompletableFuture<KeyResult> remove(String key);

	/**
	 * Asks for the keys that are installed.
	 * @return what the members said
	 */
	CompletableFuture<KeyResult> list();

	/**
	 * Replaces all keys by a new one, phase by phase. A phase is begun only when every
	 * member that is present has carried out the one before; otherwise the rotation stops
	 * and says because of whom. It is safe to call it again with the same key: what is
	 * done already does no harm.
	 * <p>
	 * Who is failed when it begins is not waited for, as it may never come back; if it
	 * does with the old keys only, it can no longer read what the others send. Who fails
	 * meanwhile stops the rotation; who leaves does not.
	 * @param newKey the new key in Base64
	 * @return how far it came
	 */
	CompletableFuture<KeyRotation> rotate(String newKey);

}
