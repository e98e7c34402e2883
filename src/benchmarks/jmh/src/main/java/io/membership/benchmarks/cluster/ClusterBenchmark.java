package io.membership.benchmarks.cluster;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.MemberlistMetrics.ProbeOutcome;

/**
 * The scenario: join, rest, broadcast, leave, crash. src/benchmarks/README.md defines
 * each step, for all implementations.
 */
public final class ClusterBenchmark {

	private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(20);

	private static final Duration LONGEST_BROADCAST = Duration.ofSeconds(20);

	private static final Duration LONGEST_LEAVE = Duration.ofSeconds(20);

	private static final Duration LONGEST_DETECTION = Duration.ofSeconds(150);

	private static final int FEWEST_LEFT = 3;

	private final ClusterOptions options;

	private final Recorder recorder;

	private final double heapBefore;

	private final BenchmarkCluster cluster;

	private long nextBroadcast = 1;

	private int live;

	private ClusterBenchmark(ClusterOptions options, Recorder recorder) {
		this.options = options;
		this.recorder = recorder;
		this.heapBefore = ProcessReadings.liveHeapKibibytes();
		this.cluster = new BenchmarkCluster(options);
		this.live = options.n;
	}

	/**
	 * Runs the scenario once.
	 * @param args the options
	 * @param out receives the records
	 * @throws Exception if the cluster cannot be created
	 */
	public static void run(String[] args, PrintStream out) throws Exception {
		if (args.length == 1 && args[0].matches("--?h(elp)?")) {
			System.err.print(ClusterOptions.USAGE);
			return;
		}
		ClusterOptions options = ClusterOptions.parse(args);
		Recorder.note("membership-java on JDK " + Runtime.version() + ", load " + ProcessReadings.load() + ": "
				+ String.join(" ", args));
		if (options.warmUp) {
			BenchmarkCluster other = new BenchmarkCluster(options);
			other.create();
			other.join();
			other.close();
		}
		new ClusterBenchmark(options, new Recorder(out, options)).run();
	}

	private void run() throws Exception {
		this.recorder.record("load1_start", ProcessReadings.load(), "load");
		if (!converge()) {
			return;
		}
		if (this.options.idleSeconds > 0) {
			rest();
		}
		for (int i = 0; i < this.options.broadcasts; i++) {
			broadcast(i);
		}
		if (this.options.sustain) {
			this.nextBroadcast = new SustainedBroadcasts(this.options, this.cluster, this.recorder)
				.run(this.nextBroadcast);
		}
		for (int i = 0; i < this.options.leaves && this.live > FEWEST_LEFT; i++) {
			leave(i + 1, 1 + i);
		}
		for (int i = 0; i < this.options.crashes && this.live > FEWEST_LEFT; i++) {
			crash(i + 1, this.options.n - 1 - i);
		}
		this.recorder.record("false_positive_events", this.cluster.falsePositives(), "count");
		// disturbance by the machine; only this implementation can measure it
		this.recorder.record("stalls", this.cluster.sum((metrics) -> metrics.count(Counter.STALLS)), "count");
		this.recorder.record("probes_void", this.cluster.sum((metrics) -> metrics.probes(ProbeOutcome.VOID)), "count");
		this.recorder.record("probes_failed", this.cluster.sum((metrics) -> metrics.probes(ProbeOutcome.FAILED)),
				"count");
		this.recorder.record("accusations_suppressed",
				this.cluster.sum((metrics) -> metrics.count(Counter.ACCUSATIONS_SUPPRESSED)), "count");
	}

	private boolean converge() throws Exception {
		long start = System.nanoTime();
		double cpuBefore = ProcessReadings.cpuSeconds();
		this.cluster.create();
		this.recorder.record("create_ms", (System.nanoTime() - start) / 1e6, "ms");
		if (!this.cluster.join()) {
			Recorder.note(
					"not converged: " + this.cluster.completeMembers() + " of " + this.options.n + " members know all");
			this.recorder.record("converge_failed", 1, "bool");
			return false;
		}
		this.recorder.record("converge_cpu_ms", 1000 * (ProcessReadings.cpuSeconds() - cpuBefore), "ms");
		this.recorder.record("converge_ms", this.cluster.convergedMillis(), "ms");
		this.recorder.record("converge_pairs99_ms", this.cluster.pairs99Millis(), "ms");
		return true;
	}

	private void rest() throws InterruptedException {
		TimeUnit.SECONDS.sleep(this.options.settleSeconds);
		CountingTransports.Traffic before = this.cluster.traffic();
		double cpuBefore = ProcessReadings.cpuSeconds();
		double machineBefore = ProcessReadings.machineCpuSeconds();
		long start = System.nanoTime();
		TimeUnit.SECONDS.sleep(this.options.idleSeconds);
		double seconds = (System.nanoTime() - start) / 1e9;
		double cpu = ProcessReadings.cpuSeconds() - cpuBefore;
		double machine = ProcessReadings.machineCpuSeconds() - machineBefore;
		CountingTransports.Traffic sent = this.cluster.traffic().since(before);
		double members = this.options.n;
		double each = seconds * members;
		this.recorder.record("idle_cpu_ms_per_node_per_s", 1000 * cpu / each, "ms/s");
		this.recorder.record("idle_cpu_total_cores", cpu / seconds, "cores");
		this.recorder.record("idle_other_cores", Math.max(0, machine - cpu) / seconds, "cores");
		this.recorder.record("idle_udp_pkts_per_node_per_s", sent.packets() / each, "pkt/s");
		this.recorder.record("idle_udp_bytes_per_node_per_s", sent.packetBytes() / each, "B/s");
		this.recorder.record("idle_tcp_conns_per_node_per_s", sent.streams() / each, "1/s");
		this.recorder.record("idle_tcp_bytes_per_node_per_s", sent.streamBytes() / each, "B/s");
		double heap = ProcessReadings.liveHeapKibibytes();
		this.recorder.record("rss_mb_per_node", ProcessReadings.residentMebibytes() / members, "MB");
		this.recorder.record("heap_live_kb_per_node", heap / members, "KiB");
		this.recorder.record("heap_added_kb_per_node", (heap - this.heapBefore) / members, "KiB");
		this.recorder.record("threads_or_goroutines_per_node", ProcessReadings.threads() / members, "count");
	}

	private void broadcast(int number) throws InterruptedException {
		long id = this.nextBroadcast++;
		Sightings sightings = this.cluster.watchBroadcast(id);
		this.cluster.member((number * 7) % this.options.n).broadcast(id);
		boolean all = sightings.await(LONGEST_BROADCAST);
		Percentiles times = sightings.times();
		this.recorder.record(number + 1, "bcast_p50_ms", times.at(0.5), "ms");
		this.recorder.record(number + 1, "bcast_p99_ms", times.at(0.99), "ms");
		if (all) {
			this.recorder.record(number + 1, "bcast_all_ms", times.at(1), "ms");
		}
		this.recorder.record(number + 1, "bcast_missed_nodes", this.options.n - 1 - times.count(), "count");
		TimeUnit.MILLISECONDS.sleep(1500);
	}

	private void leave(int number, int index) throws InterruptedException {
		Sightings sightings = this.cluster.watchDeparture(index, this.live - 1);
		BenchmarkMember leaver = this.cluster.member(index);
		try {
			leaver.memberlist().leave(LEAVE_TIMEOUT).get();
		}
		catch (ExecutionException ex) {
			Recorder.note("leave of " + leaver.name() + " failed: " + ex.getCause());
		}
		this.recorder.record(number, "leave_return_ms", sightings.elapsedMillis(), "ms");
		boolean all = sightings.await(LONGEST_LEAVE);
		leaver.down();
		leaver.memberlist().close();
		this.live--;
		Percentiles times = sightings.times();
		this.recorder.record(number, "leave_p50_ms", times.at(0.5), "ms");
		if (all) {
			this.recorder.record(number, "leave_all_ms", times.at(1), "ms");
		}
		else {
			Recorder.note(times.count() + " of " + this.live + " have noticed the leave of " + leaver.name());
		}
		TimeUnit.SECONDS.sleep(1);
	}

	private void crash(int number, int index) throws InterruptedException {
		BenchmarkMember victim = this.cluster.member(index);
		victim.down();
		this.live--;
		Sightings sightings = this.cluster.watchDeparture(index, this.live);
		victim.memberlist().shutdown();
		boolean all = sightings.await(LONGEST_DETECTION);
		Percentiles times = sightings.times();
		this.recorder.record(number, "detect_first_ms", times.at(0), "ms");
		this.recorder.record(number, "detect_p50_ms", times.at(0.5), "ms");
		if (all) {
			this.recorder.record(number, "detect_all_ms", times.at(1), "ms");
		}
		else {
			Recorder.note(times.count() + " of " + this.live + " have noticed the crash of " + victim.name());
		}
		TimeUnit.SECONDS.sleep(1);
	}

}
