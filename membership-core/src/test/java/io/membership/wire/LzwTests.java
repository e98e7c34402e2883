package io.membership.wire;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

import io.membership.runtime.DropReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Equality with Go's encoder is shown by the golden vectors. */
class LzwTests {

	@Test
	void nothingIsAClearCodeAndAnEndCode() {
		assertThat(Lzw.compress(new byte[0], 0, 0)).containsExactly(0x00, 0x03, 0x02);
	}

	@Test
	void everythingComesBackWhateverItsLength() throws WireException {
		Random random = new Random(1);
		for (int length = 0; length < 6_000; length += 1 + length / 50) {
			for (int alphabet : new int[] { 1, 2, 20, 256 }) {
				byte[] plain = new byte[length];
				for (int i = 0; i < length; i++) {
					plain[i] = (byte) random.nextInt(alphabet);
				}
				byte[] codes = Lzw.compress(plain, 0, length);
				assertThat(Lzw.decompress(codes, 0, codes.length, length)).isEqualTo(plain);
			}
		}
	}

	@Test
	void anEncoderAndADecoderCanBeUsedAgainForSomethingElse() throws WireException {
		Compression reused = new Compression();
		Random random = new Random(2);
		for (int i = 0; i < 200; i++) {
			byte[] plain = new byte[random.nextInt(20_000)];
			for (int at = 0; at < plain.length; at++) {
				plain[at] = (byte) random.nextInt(1 + i);
			}
			byte[] codes = reused.compress(plain);
			assertThat(codes).isEqualTo(new Compression().compress(plain));
			assertThat(reused.decompress(codes, 0, codes.length, plain.length)).isEqualTo(plain);
		}
	}

	@Test
	void whatFollowsTheEndCodeIsIgnored() throws WireException {
		byte[] codes = Lzw.compress(new byte[] { 1, 2, 3 }, 0, 3);
		byte[] more = Arrays.copyOf(codes, codes.length + 3);
		assertThat(Lzw.decompress(more, 0, more.length, 3)).containsExactly(1, 2, 3);
	}

	@Test
	void aMissingEndCodeIsAnError() {
		byte[] codes = Lzw.compress(new byte[100], 0, 100);
		for (int length = 0; length < codes.length; length++) {
			assertThat(reasonOf(Arrays.copyOf(codes, length), 100)).isEqualTo(WireDrop.COMPRESSION_INVALID);
		}
	}

	@Test
	void aCodeThatIsNotDefinedYetIsAnError() {
		assertThat(reasonOf(codes(256, 258, 257), 100)).isEqualTo(WireDrop.COMPRESSION_INVALID);
		assertThat(reasonOf(codes(258, 257), 100)).isEqualTo(WireDrop.COMPRESSION_INVALID);
		assertThat(reasonOf(codes(256, 'a', 259, 257), 100)).isEqualTo(WireDrop.COMPRESSION_INVALID);
		assertThat(reasonOf(codes(256, 'a', 258, 256, 258, 257), 100)).isEqualTo(WireDrop.COMPRESSION_INVALID);
	}

	@Test
	void theCodeThatIsJustBeingDefinedIsUnderstood() throws WireException {
		byte[] codes = codes(256, 'a', 258, 257);
		assertThat(Lzw.decompress(codes, 0, codes.length, 3)).asString().isEqualTo("aaa");
	}

	@Test
	void anEncoderThatNeverSendsAClearCodeIsUnderstood() throws WireException {
		// Legal, and accepted by Go: the dictionary just stays as it is when it is full.
		int count = 10_000;
		int[] literals = new int[count + 1];
		byte[] plain = new byte[count];
		for (int i = 0; i < count; i++) {
			plain[i] = (byte) (i * 7);
			literals[i] = plain[i] & 0xff;
		}
		literals[count] = Lzw.END;
		byte[] codes = codes(literals);
		assertThat(Lzw.decompress(codes, 0, codes.length, count)).isEqualTo(plain);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 99, 65_535, 262_143 })
	void theLimitIsExact(int limit) throws WireException {
		byte[] codes = Lzw.compress(new byte[limit], 0, limit);
		assertThat(Lzw.decompress(codes, 0, codes.length, limit)).hasSize(limit);
		byte[] one = Lzw.compress(new byte[limit + 1], 0, limit + 1);
		assertThat(reasonOf(one, limit)).isEqualTo(WireDrop.TOO_LARGE);
	}

	@Test
	void aBombIsRefusedAtTheCostOfItsOwnSizeNotOfItsContents() {
		int limit = CodecSettings.DEFAULT_MAX_STREAM_DECOMPRESSED_BYTES;
		byte[] bomb = Lzw.compress(new byte[limit + 1], 0, limit + 1);
		assertThat(limit / bomb.length).isGreaterThan(1_000);
		assertThat(Allocations.of(() -> assertThat(reasonOf(bomb, limit)).isEqualTo(WireDrop.TOO_LARGE)))
			.isLessThan(1024 * 1024);
	}

	@Test
	void whatIsExactlyAtTheLimitIsAllocatedOnce() {
		int limit = 4 * 1024 * 1024;
		byte[] codes = Lzw.compress(new byte[limit], 0, limit);
		assertThat(Allocations.of(() -> Lzw.decompress(codes, 0, codes.length, limit))).isLessThan(limit + 128 * 1024);
	}

	@Test
	void nothingBelowTheSmallestCompressibleLengthGetsShorter() {
		for (int length = 0; length < 200; length++) {
			byte[] equal = new byte[length];
			boolean shorter = new Compression().compress(equal).length < length;
			assertThat(shorter).isEqualTo(length >= Compression.MIN_COMPRESSIBLE);
			assertThat(new Compression().compressIfShorter(equal) != null).isEqualTo(shorter);
		}
	}

	@Test
	void aMessageIsCompressedOnlyIfTheWholeIsStrictlyShorter() {
		Random random = new Random(3);
		for (int i = 0; i < 3_000; i++) {
			byte[] plain = new byte[25 + random.nextInt(300)];
			int alphabet = 1 + random.nextInt(40);
			for (int at = 0; at < plain.length; at++) {
				plain[at] = (byte) random.nextInt(alphabet);
			}
			byte[] always = new Compression().compress(plain);
			byte[] maybe = new Compression().compressIfShorter(plain);
			if (always.length < plain.length) {
				assertThat(maybe).isEqualTo(always);
			}
			else {
				assertThat(maybe).isNull();
			}
		}
	}

	@Test
	void anUnknownAlgorithmIsAnError() {
		byte[] message = new Compression().compress(new byte[50]);
		message[7] = 1;
		try {
			throw new AssertionError(new Compression().decompress(message, 0, message.length, 50));
		}
		catch (WireException ex) {
			assertThat(ex.reason()).isEqualTo(WireDrop.COMPRESSION_INVALID);
		}
	}

	/** Writes codes by the rules, whether or not they are good. */
	private static byte[] codes(int... codes) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		int width = 9;
		int next = 257;
		int bits = 0;
		int count = 0;
		for (int code : codes) {
			bits |= code << count;
			count += width;
			for (; count >= 8; count -= 8) {
				out.write(bits);
				bits >>>= 8;
			}
			next = (code == Lzw.CLEAR) ? 257 : Math.min(next + 1, 4096);
			width = Math.min(12, 32 - Integer.numberOfLeadingZeros(Math.max(next, 256)));
		}
		out.write(bits);
		return out.toByteArray();
	}

	private static DropReason reasonOf(byte[] codes, int limit) {
		try {
			throw new AssertionError(Lzw.decompress(codes, 0, codes.length, limit).length);
		}
		catch (WireException ex) {
			return ex.reason();
		}
	}

}
