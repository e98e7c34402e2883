package io.membership.gossip;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.membership.benchmarks.micro.Case;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The broadcast queue at three depths, with messages of 64 bytes. Broadcasts may be
 * transmitted so often that none is used up while the queue is measured.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class QueueBenchmark {

	private static final int ENDLESS = 1 << 30;

	private static final int OVERHEAD = 2;

	private static final int FREE = 1398;

	/** A prime, to go through the names without order. */
	private static final int STRIDE = 7919;

	private static final byte[] MESSAGE = new byte[64];

	private static TransmitLimitedQueue empty() {
		return new TransmitLimitedQueue(() -> 1, ENDLESS, () -> Integer.MAX_VALUE);
	}

	/** Replaces a queued broadcast by a newer one of the same name. */
	@Benchmark
	@Case(suite = "queue", name = "queue_named_replace")
	public void replace(Named state) {
		state.queue.queue(MESSAGE, state.nextName(), null);
	}

	/** Takes the broadcasts for a packet. */
	@Benchmark
	@Case(suite = "queue", name = "get_1398B_64Bmsgs")
	public List<byte[]> take(Unique state) {
		return state.queue.take(OVERHEAD, FREE);
	}

	/** Replaces a broadcast, then takes the broadcasts for a packet. */
	@Benchmark
	@Case(suite = "queue", name = "replace_plus_get")
	public List<byte[]> replaceAndTake(Named state) {
		state.queue.queue(MESSAGE, state.nextName(), null);
		return state.queue.take(OVERHEAD, FREE);
	}

	/** Fills a queue from empty to its depth, again and again; one broadcast each. */
	@Benchmark
	@Case(suite = "queue", name = "fill_unique")
	public void fill(Filling state) {
		if (state.queue.size() == state.depth) {
			state.queue = empty();
		}
		state.queue.queue(MESSAGE, null, null);
	}

	/** How many broadcasts there are. */
	@State(Scope.Thread)
	public static class Depth {

		/** Broadcasts in the queue. */
		@Param({ "100", "10000", "100000" })
		public int depth;

		TransmitLimitedQueue queue = empty();

		void fill(String @Nullable [] names) {
			this.queue = empty();
			for (int i = 0; i < this.depth; i++) {
				this.queue.queue(MESSAGE, (names != null) ? names[i] : null, null);
			}
		}

	}

	/** A queue of broadcasts with names. */
	public static class Named extends Depth {

		private String[] names = {};

		private int next;

		/** Fills the queue. */
		@Setup(Level.Iteration)
		public void prepare() {
			this.names = new String[this.depth];
			for (int i = 0; i < this.depth; i++) {
				this.names[i] = "n" + i;
			}
			fill(this.names);
		}

		String nextName() {
			this.next = (this.next + STRIDE) % this.depth;
			return this.names[this.next];
		}

	}

	/** A queue of broadcasts without names. */
	public static class Unique extends Depth {

		/** Fills the queue. */
		@Setup(Level.Iteration)
		public void prepare() {
			fill(null);
		}

	}

	/** A queue that is being filled. */
	public static class Filling extends Depth {

	}

}
