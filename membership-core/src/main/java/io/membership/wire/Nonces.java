package io.membership.wire;

import java.security.SecureRandom;

/** Where the nonces of encryption come from. */
@FunctionalInterface
interface Nonces {

	/**
	 * Writes the next nonce of {@link AesGcm#NONCE} bytes.
	 * @param out receives it
	 * @param off at this offset
	 */
	void next(byte[] out, int off);

	/**
	 * Random nonces, which is what may be used outside of tests. To be confined to one
	 * thread.
	 * @param perDraw how many to draw from the generator at a time: each draw has a cost
	 * of its own
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
