package io.membership.benchmarks.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Raises the rate of broadcasts from one member, each step for some seconds, until the
 * cluster no longer keeps up or the machine is busy.
 */
final class SustainedBroadcasts {

	private static final int[] RATES = { 50, 100, 200, 400, 800, 1600, 3200, 6400 };

	private static final int STEP_SECONDS = 5;

	private static final Duration GRACE = Duration.ofSeconds(10);

	private static final double BUSY_CORES = 1.8;

	private final ClusterOptions options;

	private final BenchmarkCluster cluster;

	private final Recorder recorder;

	SustainedBroadcasts(ClusterOptions options, BenchmarkCluster cluster, Recorder recorder) {
		this.options = options;
		this.cluster = cluster;
		this.recorder = recorder;
	}

	/**
	 * Runs the steps.
	 * @return the first broadcast number that was not used
	 */
	long run(long firstId) throws InterruptedException {
		long id = firstId;
		int lossless = 0;
		int sustained = 0;
		for (int rate : RATES) {
			Delays delays = new Delays(id, rate * STEP_SECONDS, this.options.n - 1);
			double cores = step(rate, id, delays);
			id += (long) rate * STEP_SECONDS;
			Percentiles millis = delays.millis();
			double delivered = (double) delays.arrived() / delays.expected();
			lossless = (delivered == 1) ? rate : lossless;
			sustained = (delivered >= 0.999 && millis.at(0.99) <= 5000) ? rate : sustained;
			record(rate, "delivered_ratio", delivered, "ratio");
			record(rate, "lat_p50_ms", millis.at(0.5), "ms");
			record(rate, "lat_p99_ms", millis.at(0.99), "ms");
			record(rate, "lat_max_ms", millis.at(1), "ms");
			record(rate, "cpu_cores", cores, "cores");
			if (delivered < 0.98 || millis.at(0.99) > 8000 || cores > BUSY_CORES) {
				break;
			}
			TimeUnit.SECONDS.sleep(1);
		}
		this.recorder.record("sustain_lossless_per_s", lossless, "msg/s");
		this.recorder.record("sustain_999_p99under5s_per_s", sustained, "msg/s");
		return id;
	}

	private double step(int rate, long firstId, Delays delays) throws InterruptedException {
		int total = rate * STEP_SECONDS;
		this.cluster.watchDelays(delays);
		double cpuBefore = ProcessReadings.cpuSeconds();
		long start = System.nanoTime();
		int sent = 0;
		while (sent < total) {
			int due = (int) Math.min(total, (System.nanoTime() - start) / 1e9 * rate);
			for (; sent < due; sent++) {
				delays.sending(firstId + sent);
				this.cluster.member(0).broadcast(firstId + sent);
			}
			TimeUnit.MILLISECONDS.sleep(5);
		}
		double cores = (ProcessReadings.cpuSeconds() - cpuBefore) / ((System.nanoTime() - start) / 1e9);
		record(rate, "queue_depth_end", this.cluster.maxQueueDepth(), "count");
		long deadline = System.nanoTime() + GRACE.toNanos();
		while (System.nanoTime() - deadline < 0 && delays.arrived() < delays.expected()) {
			TimeUnit.MILLISECONDS.sleep(20);
		}
		this.cluster.watchDelays(null);
		return cores;
	}

	private void record(int rate, String metric, double value, String unit) {
		this.recorder.record("sustain", "rate=" + rate, this.options.run, metric, value, unit);
	}

}
