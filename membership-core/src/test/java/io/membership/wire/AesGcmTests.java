package io.membership.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.membership.Keyring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class AesGcmTests {

	private static final byte[][] NO_AAD = { new byte[0] };

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void everySizeComesBack(int version) throws WireException {
		for (int size = 0; size < 70; size++) {
			byte[] plain = new byte[size];
			Arrays.fill(plain, (byte) size);
			byte[] record = encrypt(version, plain, NO_AAD);
			assertThat(record[0]).isEqualTo((byte) version);
			assertThat(record.length).isLessThanOrEqualTo(size + AesGcm.overhead(version));
			assertThat(decrypt(record, NO_AAD)).isEqualTo(plain);
		}
	}

	@Test
	void version0PadsToABlockAndAlwaysPads() {
		assertThat(AesGcm.recordLength(0, 15)).isEqualTo(1 + 12 + 16 + 16);
		assertThat(AesGcm.recordLength(0, 16)).isEqualTo(1 + 12 + 32 + 16);
		assertThat(AesGcm.recordLength(1, 16)).isEqualTo(1 + 12 + 16 + 16);
		assertThat(AesGcm.overhead(0)).isEqualTo(45);
		assertThat(AesGcm.overhead(1)).isEqualTo(29);
	}

	@ParameterizedTest
	@CsvSource({ "0, a, b", "1, a, b", "0, a, ''", "1, '', b" })
	void otherAuthenticatedDataIsAnError(int version, String sent, String expected) {
		byte[] record = encrypt(version, new byte[20], aad(sent));
		assertThatExceptionOfType(WireException.class).isThrownBy(() -> decrypt(record, aad(expected)))
			.withMessage("no installed keys could decrypt the message");
	}

	@Test
	void authenticatedDataMayComeInPieces() throws WireException {
		byte[] record = encrypt(1, new byte[20], aad("ab"));
		assertThat(decrypt(record, new byte[][] { { 'a' }, { 'b' } })).hasSize(20);
	}

	@Test
	void aBitThatIsFlippedAnywhereIsAnError() throws WireException {
		byte[] record = encrypt(1, new byte[20], NO_AAD);
		for (int bit = 8; bit < 8 * record.length; bit++) {
			byte[] flipped = record.clone();
			flipped[bit / 8] ^= (byte) (1 << bit % 8);
			assertThatExceptionOfType(WireException.class).isThrownBy(() -> decrypt(flipped, NO_AAD));
		}
		assertThat(decrypt(record, NO_AAD)).hasSize(20);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 255 })
	void aRecordThatIsTooShortOrOfAnUnknownVersionIsAnError(int version) {
		int shortest = (version < 2) ? AesGcm.overhead(version) : 100;
		for (int length = 0; length < shortest; length++) {
			byte[] record = new byte[length];
			if (length > 0) {
				record[0] = (byte) version;
			}
			assertThatExceptionOfType(WireException.class).isThrownBy(() -> decrypt(record, NO_AAD))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(WireDrop.DECRYPTION_FAILED));
		}
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			a pad of nothing,            00000000000000000000000000000000
			a pad of 17,                 11111111111111111111111111111111
			a pad of 255,                ffffffffffffffffffffffffffffffff
			a pad that does not repeat,  0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d04
			a pad of 17 in 32 bytes,     1111111111111111111111111111111111111111111111111111111111111111
			no whole block,              0101010101010101010101010101010100
			""")
	void whoHasTheKeyCannotSendPaddingThatIsWrong(String what, String hex) {
		// The version byte is not authenticated, so version 1 makes any plaintext.
		byte[] record = encrypt(1, HexFormat.of().parseHex(hex), NO_AAD);
		record[0] = 0;
		assertThatExceptionOfType(WireException.class).as(what)
			.isThrownBy(() -> decrypt(record, NO_AAD))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(WireDrop.DECRYPTION_FAILED));
	}

	@Test
	void paddingMayBeAllThereIs() throws WireException {
		byte[] plain = new byte[16];
		Arrays.fill(plain, (byte) 16);
		byte[] record = encrypt(1, plain, NO_AAD);
		record[0] = 0;
		assertThat(decrypt(record, NO_AAD)).isEmpty();
	}

	@Test
	void withoutAKeyNothingIsEncrypted() {
		AesGcm cipher = new AesGcm(Keyring.empty(), Nonces.random(1));
		assertThatIllegalStateException()
			.isThrownBy(() -> cipher.encrypt(1, new byte[1], 0, 1, NO_AAD, new byte[100], 0));
	}

	@Test
	void noNonceOfTenMillionComesTwice() {
		Nonces nonces = Nonces.random(64);
		byte[] nonce = new byte[AesGcm.NONCE];
		long[] seen = new long[10_000_000];
		for (int i = 0; i < seen.length; i++) {
			nonces.next(nonce, 0);
			// 64 of the 96 bits: two of ten million are equal once in 300,000 runs.
			seen[i] = (nonce[0] & 0xffL) << 56 | (nonce[1] & 0xffL) << 48 | (nonce[2] & 0xffL) << 40
					| (nonce[5] & 0xffL) << 32 | (nonce[8] & 0xffL) << 24 | (nonce[9] & 0xffL) << 16
					| (nonce[10] & 0xffL) << 8 | nonce[11] & 0xffL;
		}
		Arrays.sort(seen);
		int repeated = 0;
		for (int i = 1; i < seen.length; i++) {
			repeated += (seen[i] == seen[i - 1]) ? 1 : 0;
		}
		assertThat(repeated).isZero();
	}

	@Test
	void twoRecordsOfTheSamePlaintextDiffer() {
		PacketCodec codec = new PacketCodec(Settings.encrypted());
		List<byte[]> nack = List.of(MessageCodec.encode(new Message.Nack(1)));
		byte[] one = codec.encode(nack, false).get(0);
		byte[] other = codec.encode(nack, false).get(0);
		assertThat(Arrays.copyOfRange(one, 1, 13)).isNotEqualTo(Arrays.copyOfRange(other, 1, 13));
		assertThat(Arrays.copyOfRange(one, 13, one.length)).isNotEqualTo(Arrays.copyOfRange(other, 13, other.length));
	}

	private static byte[] encrypt(int version, byte[] plain, byte[][] aad) {
		byte[] record = new byte[AesGcm.recordLength(version, plain.length)];
		new AesGcm(Keyring.of(List.of(Settings.KEY)), Nonces.random(1)).encrypt(version, plain, 0, plain.length, aad,
				record, 0);
		return record;
	}

	private static byte[] decrypt(byte[] record, byte[][] aad) throws WireException {
		byte[] plain = new byte[record.length];
		int length = new AesGcm(Keyring.of(List.of(Settings.KEY)), Nonces.random(1)).decrypt(record, 0, record.length,
				aad, plain);
		return Arrays.copyOf(plain, length);
	}

	private static byte[][] aad(String text) {
		return new byte[][] { text.getBytes(StandardCharsets.US_ASCII) };
	}

}
