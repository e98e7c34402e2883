package io.membership.wire;

import java.util.concurrent.TimeUnit;

import io.membership.benchmarks.micro.Case;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The body of a push/pull exchange: one side's whole state. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class PushPullBenchmark {

	/** Members in the state. */
	@Param({ "100", "1000" })
	public int nodes;

	private final Compression compression = new Compression();

	private Message message = Samples.pushPull(0);

	private byte[] encoded = {};

	private byte[] compressed = {};

	/** Encodes and compresses once. */
	@Setup
	public void prepare() {
		this.message = Samples.pushPull(this.nodes);
		this.encoded = MessageCodec.encodeStream(this.message);
		this.compressed = this.compression.compress(this.encoded);
	}

	/** Encodes the state. */
	@Benchmark
	@Case(suite = "codec", name = "encode_pushpull")
	public byte[] encode() {
		return MessageCodec.encodeStream(this.message);
	}

	/** Decodes the state. */
	@Benchmark
	@Case(suite = "codec", name = "decode_pushpull")
	public Object decode() throws WireException {
		return MessageCodec.decodeStream(this.encoded, 0, this.encoded.length);
	}

	/** Compresses the encoded state. */
	@Benchmark
	@Case(suite = "codec", name = "lzw_compress_pushpull")
	public byte[] compress() {
		return this.compression.compress(this.encoded);
	}

	/** Decompresses the state. */
	@Benchmark
	@Case(suite = "codec", name = "lzw_decompress_pushpull")
	public byte[] decompress() throws WireException {
		return this.compression.decompress(this.compressed, 0, this.compressed.length, 1 << 24);
	}

}
