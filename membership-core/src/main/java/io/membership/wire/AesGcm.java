package io.membership.wire;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

import io.membership.Keyring;
import org.jspecify.annotations.Nullable;

/**
 * The encrypted record: version byte, 12 bytes of nonce, ciphertext, 16 bytes of tag.
 * Version 0 pads the plaintext to a multiple of 16 as PKCS#7 does; version 1 does not.
 * Confined to one thread. Ciphers are reused while the keyring stays the same, and
 * initialised with a fresh random nonce for every record.
 */
final class AesGcm {

	static final int NONCE = 12;

	static final int TAG = 16;

	private static final int BLOCK = 16;

	private static final int HEADER = 1 + NONCE;

	private final Keyring keyring;

	private final Nonces nonces;

	private List<Keyring.Key> cipherKeys = List.of();

	private @Nullable Cipher[] decrypters = {};

	private @Nullable Cipher encrypter;

	AesGcm(Keyring keyring, Nonces nonces) {
		this.keyring = keyring;
		this.nonces = nonces;
	}

	/** Most bytes that a version adds to a plaintext, as memberlist counts them. */
	static int overhead(int version) {
		return HEADER + TAG + ((version == 0) ? BLOCK : 0);
	}

	/** Length of the record for a plaintext. */
	static int recordLength(int version, int plainLength) {
		return HEADER + plainLength + padding(version, plainLength) + TAG;
	}

	/**
	 * Encrypts with the primary key.
	 * @param out receives the record at the offset {@code outOff}
	 * @throws IllegalStateException if there is no key
	 */
	void encrypt(int version, byte[] plain, int off, int len, byte[][] aad, byte[] out, int outOff) {
		refresh();
		if (this.cipherKeys.isEmpty()) {
			throw new IllegalStateException("The keyring is empty");
		}
		Keyring.Key key = this.cipherKeys.get(0);
		try {
			Cipher cipher = this.encrypter;
			if (cipher == null) {
				cipher = Cipher.getInstance("AES/GCM/NoPadding");
				this.encrypter = cipher;
			}
			out[outOff] = (byte) version;
			this.nonces.next(out, outOff + 1);
			cipher.init(Cipher.ENCRYPT_MODE, key.spec(), new GCMParameterSpec(8 * TAG, out, outOff + 1, NONCE));
			for (byte[] data : aad) {
				cipher.updateAAD(data);
			}
			int padding = padding(version, len);
			if (padding == 0) {
				cipher.doFinal(plain, off, len, out, outOff + HEADER);
			}
			else {
				int done = cipher.update(plain, off, len, out, outOff + HEADER);
				byte[] pad = new byte[padding];
				Arrays.fill(pad, (byte) padding);
				cipher.doFinal(pad, 0, padding, out, outOff + HEADER + done);
			}
			key.encrypted();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("AES-GCM failed", ex);
		}
	}

	/**
	 * Decrypts with the first key of the ring that fits.
	 * @param out receives the plaintext at offset 0; at least {@code len} bytes long
	 * @return length of the plaintext
	 * @throws WireException if the record is malformed, or no key decrypts it
	 */
	int decrypt(byte[] buf, int off, int len, byte[][] aad, byte[] out) throws WireException {
		int version = (len > 0) ? buf[off] & 0xff : 0;
		if (len <= 0 || version > 1) {
			throw new WireException(WireDrop.DECRYPTION_FAILED, "unsupported encryption version " + version);
		}
		if (len < overhead(version)) {
			throw new WireException(WireDrop.DECRYPTION_FAILED, "payload is too small to decrypt");
		}
		refresh();
		GCMParameterSpec nonce = new GCMParameterSpec(8 * TAG, buf, off + 1, NONCE);
		for (int i = 0; i < this.decrypters.length; i++) {
			int plain = tryKey(i, nonce, buf, off, len, aad, out);
			if (plain >= 0) {
				return (version == 0) ? unpadded(out, plain) : plain;
			}
		}
		throw new WireException(WireDrop.DECRYPTION_FAILED, "no installed keys could decrypt the message");
	}

	private int tryKey(int index, GCMParameterSpec nonce, byte[] buf, int off, int len, byte[][] aad, byte[] out) {
		try {
			Cipher cipher = this.decrypters[index];
			if (cipher == null) {
				cipher = Cipher.getInstance("AES/GCM/NoPadding");
				this.decrypters[index] = cipher;
			}
			cipher.init(Cipher.DECRYPT_MODE, this.cipherKeys.get(index).spec(), nonce);
			for (byte[] data : aad) {
				cipher.updateAAD(data);
			}
			return cipher.doFinal(buf, off + HEADER, len - HEADER, out, 0);
		}
		catch (AEADBadTagException ex) {
			return -1;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("AES-GCM failed", ex);
		}
	}

	/** Drops the ciphers when the keyring has changed. */
	private void refresh() {
		List<Keyring.Key> now = this.keyring.snapshot();
		if (now != this.cipherKeys) {
			this.cipherKeys = now;
			this.decrypters = new @Nullable Cipher[now.size()];
			this.encrypter = null;
		}
	}

	private static int padding(int version, int plainLength) {
		return (version == 0) ? BLOCK - plainLength % BLOCK : 0;
	}

	/** Checks the padding instead of trusting its last byte. */
	private static int unpadded(byte[] padded, int length) throws WireException {
		int padding = (length > 0) ? padded[length - 1] & 0xff : 0;
		boolean valid = padding >= 1 && padding <= BLOCK && padding <= length;
		for (int i = length - padding; valid && i < length; i++) {
			valid = padded[i] == padding;
		}
		if (!valid) {
			throw new WireException(WireDrop.DECRYPTION_FAILED, "padding is invalid");
		}
		return length - padding;
	}

}
