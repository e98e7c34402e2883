package io.membership.wire;

import java.util.concurrent.TimeUnit;

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

/** The messages that a quiet cluster sends permanently. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class MessageBenchmark {

	private final Message ping = Samples.ping();

	private final Message ack = Samples.ack();

	private final Message suspect = Samples.suspect();

	private final Message alive = Samples.alive("node-0042");

	private final byte[] encodedPing = MessageCodec.encode(this.ping);

	private final byte[] encodedAck = MessageCodec.encode(this.ack);

	private final byte[] encodedSuspect = MessageCodec.encode(this.suspect);

	private final byte[] encodedAlive = MessageCodec.encode(this.alive);

	/** Encodes a ping. */
	@Benchmark
	@Case(suite = "codec", name = "encode_ping")
	public byte[] encodePing() {
		return MessageCodec.encode(this.ping);
	}

	/** Encodes an ack. */
	@Benchmark
	@Case(suite = "codec", name = "encode_ack")
	public byte[] encodeAck() {
		return MessageCodec.encode(this.ack);
	}

	/** Encodes a suspect message. */
	@Benchmark
	@Case(suite = "codec", name = "encode_suspect")
	public byte[] encodeSuspect() {
		return MessageCodec.encode(this.suspect);
	}

	/** Encodes an alive message. */
	@Benchmark
	@Case(suite = "codec", name = "encode_alive")
	public byte[] encodeAlive() {
		return MessageCodec.encode(this.alive);
	}

	/** Decodes a ping. */
	@Benchmark
	@Case(suite = "codec", name = "decode_ping")
	public Object decodePing() throws WireException {
		return MessageCodec.decode(this.encodedPing, 0, this.encodedPing.length);
	}

	/** Decodes an ack. */
	@Benchmark
	@Case(suite = "codec", name = "decode_ack")
	public Object decodeAck() throws WireException {
		return MessageCodec.decode(this.encodedAck, 0, this.encodedAck.length);
	}

	/** Decodes a suspect message. */
	@Benchmark
	@Case(suite = "codec", name = "decode_suspect")
	public Object decodeSuspect() throws WireException {
		return MessageCodec.decode(this.encodedSuspect, 0, this.encodedSuspect.length);
	}

	/** Decodes an alive message. */
	@Benchmark
	@Case(suite = "codec", name = "decode_alive")
	public Object decodeAlive() throws WireException {
		return MessageCodec.decode(this.encodedAlive, 0, this.encodedAlive.length);
	}

}
