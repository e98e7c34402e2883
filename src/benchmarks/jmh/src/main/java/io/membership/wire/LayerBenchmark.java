package io.membership.wire;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.membership.Keyring;
import io.membership.benchmarks.micro.Case;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The layers of a packet: compound, compression and encryption. Reuses ciphers and tables
 * for all packets, as a member does.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class LayerBenchmark {

	private static final int PACKET = 1400;

	private static final byte[][] NOTHING_BESIDE = { {} };

	private final List<byte[]> tenAlive = Samples.tenAlive();

	private final byte[] compound = Compound.join(this.tenAlive);

	private final Compression compression = new Compression();

	private final byte[] compressed = this.compression.compress(this.compound);

	private final AesGcm cipher = new AesGcm(Keyring.of(List.of(Samples.filled(32))), Nonces.random(64));

	private final byte[] plain = Samples.filled(PACKET);

	private final byte[] encrypted = encrypt(this.cipher, this.plain);

	private final byte[] decrypted = new byte[2 * PACKET];

	/** Joins ten messages. */
	@Benchmark
	@Case(suite = "codec", name = "compound10_make")
	public byte[] joinTen() {
		return Compound.join(this.tenAlive);
	}

	/** Splits a compound without decoding its parts. */
	@Benchmark
	@Case(suite = "codec", name = "compound10_split")
	public boolean splitTen(Blackhole blackhole) {
		return Compound.split(this.compound, 0, this.compound.length, (off, len) -> blackhole.consume(off + len));
	}

	/** Splits a compound and decodes its parts. */
	@Benchmark
	@Case(suite = "codec", name = "compound10_split_and_decode_alive")
	public boolean splitAndDecodeTen(Blackhole blackhole) {
		return Compound.split(this.compound, 0, this.compound.length, (off, len) -> {
			try {
				blackhole.consume(MessageCodec.decode(this.compound, off, len));
			}
			catch (WireException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	/** Compresses a compound. */
	@Benchmark
	@Case(suite = "codec", name = "lzw_compress_compound10")
	public byte[] compressTen() {
		return this.compression.compress(this.compound);
	}

	/** Decompresses a compound. */
	@Benchmark
	@Case(suite = "codec", name = "lzw_decompress_compound10")
	public byte[] decompressTen() throws WireException {
		return this.compression.decompress(this.compressed, 0, this.compressed.length, 1 << 20);
	}

	/** Encrypts a full packet. */
	@Benchmark
	@Case(suite = "codec", name = "aes256gcm_encrypt_1400")
	public byte[] encryptPacket() {
		return encrypt(this.cipher, this.plain);
	}

	/** Decrypts a full packet. */
	@Benchmark
	@Case(suite = "codec", name = "aes256gcm_decrypt_1400")
	public int decryptPacket() throws WireException {
		return this.cipher.decrypt(this.encrypted, 0, this.encrypted.length, NOTHING_BESIDE, this.decrypted);
	}

	private static byte[] encrypt(AesGcm cipher, byte[] plain) {
		byte[] record = new byte[AesGcm.recordLength(1, plain.length)];
		cipher.encrypt(1, plain, 0, plain.length, NOTHING_BESIDE, record, 0);
		return record;
	}

}
