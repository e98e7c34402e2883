package io.membership.wire;

import java.security.SecureRandom;

/** Source of the nonces of encryption. */
@FunctionalInterface
interface Nonces {

	/**
	 * Writes the next nonce of {@link AesGcm#NONCE} bytes.
	 * @param out receives it
	 * @param off offset in {@code out}
	 */
	void next(byte[] out, int off);

	/**
	 * Returns random nonces, the only kind for use outside of tests. Confined to one
	 * thread.
	 * @param perDraw number of nonces to draw from the generator at a time: each draw has
	 * a fixed cost
	 */
	static Nonces random(int perDraw) {
		SecureRandom random = new SecureRandom();
		byte[] drawn = new byte[perDraw * AesGcm.NONCE];
		return new Nonces() {

			private int at = drawn.length;

			@Override
			public void next(byte[] out, int off) {
				if (this.at == drawn.length) {
					random.nextBytes(drawn);
					this.at = 0;
				}
				System.arraycopy(drawn, this.at, out, off, AesGcm.NONCE);
				this.at += AesGcm.NONCE;
			}
		};
	}

}
