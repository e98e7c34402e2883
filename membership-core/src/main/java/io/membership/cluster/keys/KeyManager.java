package io.membership.cluster.keys;

import java.util.concurrent.CompletableFuture;

/**
 * Manages the keys of the whole cluster: every operation is a query that each member
 * carries out and answers. Thread-safe; no method blocks.
 * <p>
 * The futures complete when every member has answered, or at the query's deadline with
 * the answers so far; check {@link KeyResult#error()}. They fail with an
 * {@link IllegalArgumentException} if a key is not standard Base64 of 16, 24 or 32 bytes;
 * the message does not quote it.
 */
public interface KeyManager {

	/**
	 * Installs a key, which members use for decryption from then on.
	 * @param key the key in Base64
	 * @return the answers of the members
	 */
	CompletableFuture<KeyResult> install(String key);

	/**
	 * Makes an installed key the primary one, which encrypts.
	 * @param key the key in Base64
	 * @return the answers of the members
	 */
	CompletableFuture<KeyResult> use(String key);

	/**
	 * Removes a key that is not the primary one.
	 * @param key the key in Base64
	 * @return the answers of the members
	 */
	CompletableFuture<KeyResult> remove(String key);

	/**
	 * Lists the installed keys of all members.
	 * @return the answers of the members
	 */
	CompletableFuture<KeyResult> list();

	/**
	 * Replaces all keys by a new one, in phases. A phase begins only when every present
	 * member has completed the one before; otherwise the rotation stops and names the
	 * members that prevented it. Repeating a rotation with the same key is safe.
	 * <p>
	 * The rotation does not wait for members that have failed before it begins, as they
	 * may never come back; one that returns with the old keys only cannot read the
	 * messages of the others. A member that fails during the rotation stops it; one that
	 * leaves does not.
	 * @param newKey the new key in Base64
	 * @return the outcome of the rotation
	 */
	CompletableFuture<KeyRotation> rotate(String newKey);

}
