package io.membership;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The encryption keys of a cluster. The first is the primary key, which encrypts;
 * decryption tries all keys in order. Thread-safe: changes swap an immutable snapshot.
 * {@link #toString()} and exceptions never contain a key.
 */
public final class Keyring {

	private final AtomicReference<List<Key>> keys = new AtomicReference<>(List.of());

	private Keyring() {
	}

	/**
	 * Creates a keyring without keys: encryption is off until one is added.
	 * @return a new keyring
	 */
	public static Keyring empty() {
		return new Keyring();
	}

	/**
	 * Creates a keyring.
	 * @param keys the keys, of 16, 24 or 32 bytes; the first is the primary one. A key
	 * that repeats an earlier one is left out
	 * @return a new keyring
	 * @throws IllegalArgumentException if a key has another size
	 */
	public static Keyring of(List<byte[]> keys) {
		Keyring keyring = empty();
		keys.forEach(keyring::add);
		return keyring;
	}

	/**
	 * Creates a keyring from keys in Base64, with the standard alphabet.
	 * @param keys the keys; the first is the primary one
	 * @return a new keyring
	 * @throws IllegalArgumentException if a key is not Base64 or has a wrong size; the
	 * message gives the position of the key, not its value
	 */
	public static Keyring ofBase64(List<String> keys) {
		List<byte[]> decoded = new ArrayList<>();
		for (int i = 0; i < keys.size(); i++) {
			try {
				byte[] key = Base64.getDecoder().decode(keys.get(i).strip());
				checkSize(key);
				decoded.add(key);
			}
			catch (IllegalArgumentException ex) {
				// The decoder's own message would quote a part of the key.
				String why = ex.getMessage();
				throw new IllegalArgumentException("Encryption key " + (i + 1) + " is not usable: "
						+ ((why != null && why.startsWith("key size")) ? why : "it is not valid Base64"));
			}
		}
		return of(decoded);
	}

	/**
	 * Returns whether there are no keys, so that encryption is off.
	 * @return whether it is empty
	 */
	public boolean isEmpty() {
		return snapshot().isEmpty();
	}

	/**
	 * Adds a key after the others; the first one becomes the primary key. Adding a key
	 * again has no effect.
	 * @param key the key, of 16, 24 or 32 bytes
	 * @throws IllegalArgumentException if it has another size
	 */
	public void add(byte[] key) {
		checkSize(key);
		this.keys.updateAndGet((now) -> {
			if (indexOf(now, key) >= 0) {
				return now;
			}
			List<Key> changed = new ArrayList<>(now);
			changed.add(new Key(key));
			return List.copyOf(changed);
		});
	}

	/**
	 * Makes a key the primary one.
	 * @param key a key of this ring
	 * @throws IllegalArgumentException if it is not in the ring
	 */
	public void use(byte[] key) {
		this.keys.updateAndGet((now) -> {
			int index = indexOf(now, key);
			if (index < 0) {
				throw new IllegalArgumentException("requested key is not in the keyring");
			}
			List<Key> changed = new ArrayList<>(now);
			changed.add(0, changed.remove(index));
			return List.copyOf(changed);
		});
	}

	/**
	 * Removes a key. Removing one that is not in the ring has no effect.
	 * @param key the key
	 * @throws IllegalArgumentException if it is the primary key
	 */
	public void remove(byte[] key) {
		this.keys.updateAndGet((now) -> {
			int index = indexOf(now, key);
			if (index == 0) {
				throw new IllegalArgumentException("removing the primary key is not allowed");
			}
			if (index < 0) {
				return now;
			}
			List<Key> changed = new ArrayList<>(now);
			changed.remove(index);
			return List.copyOf(changed);
		});
	}

	/**
	 * Returns the keys, primary key first.
	 * @return copies of the keys
	 */
	public List<byte[]> keys() {
		return snapshot().stream().map((key) -> key.bytes.clone()).toList();
	}

	/**
	 * Returns the primary key, which encrypts.
	 * @return a copy of it, or {@code null} if there are no keys
	 */
	public byte @Nullable [] primary() {
		List<Key> now = snapshot();
		return now.isEmpty() ? null : now.get(0).bytes.clone();
	}

	/**
	 * Returns how often the current primary key has encrypted in this process, to be
	 * compared with the 2^32 messages that random nonces allow for one key over all
	 * members (NIST SP 800-38D).
	 * @return number of encryptions
	 */
	public long encryptions() {
		List<Key> now = snapshot();
		return now.isEmpty() ? 0 : now.get(0).encryptions.get();
	}

	/**
	 * Returns a short fingerprint of a key that may be displayed.
	 * @param key the key
	 * @return the first 8 hexadecimal digits of its SHA-256
	 */
	public static String fingerprint(byte[] key) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
			return HexFormat.of().formatHex(digest, 0, 4);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	@Override
	public String toString() {
		return "Keyring" + snapshot();
	}

	/**
	 * Returns the current keys, primary key first. The same list instance is returned
	 * until the ring changes, so callers can cache ciphers by identity.
	 * @return an immutable list
	 */
	@SuppressWarnings("NullAway") // never set to null; the JDK is not annotated
	public List<Key> snapshot() {
		return this.keys.get();
	}

	private static int indexOf(List<Key> now, byte[] key) {
		for (int i = 0; i < now.size(); i++) {
			if (MessageDigest.isEqual(now.get(i).bytes, key)) {
				return i;
			}
		}
		return -1;
	}

	private static void checkSize(byte[] key) {
		if (key.length != 16 && key.length != 24 && key.length != 32) {
			throw new IllegalArgumentException("key size must be 16, 24 or 32 bytes");
		}
	}

	/** One key of the ring, and the number of its encryptions. */
	public static final class Key {

		private final SecretKeySpec spec;

		private final AtomicLong encryptions = new AtomicLong();

		private final byte[] bytes;

		private Key(byte[] bytes) {
			this.bytes = Arrays.copyOf(bytes, bytes.length);
			this.spec = new SecretKeySpec(this.bytes, "AES");
		}

		/**
		 * Returns the key in the form that {@link javax.crypto.Cipher} accepts.
		 * @return an AES key
		 */
		public SecretKeySpec spec() {
			return this.spec;
		}

		/** Counts one encryption with this key. */
		public void encrypted() {
			this.encryptions.incrementAndGet();
		}

		@Override
		public String toString() {
			return fingerprint(this.bytes);
		}

	}

}
