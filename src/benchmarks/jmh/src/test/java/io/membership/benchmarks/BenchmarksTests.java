package io.membership.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.membership.benchmarks.cluster.ClusterBenchmark;
import io.membership.benchmarks.micro.MicroBenchmarks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Shows that the programs run and print valid records; measures nothing. */
class BenchmarksTests {

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	private final PrintStream out = new PrintStream(this.printed, true, StandardCharsets.UTF_8);

	@Test
	void aSmallClusterJoinsBroadcastsAndLosesAMemberAndEveryStepIsOnRecord() throws Exception {
		ClusterBenchmark.run(new String[] { "-n", "4", "-idle", "0", "-bcasts", "1", "-leaves", "1", "-fails", "0" },
				this.out);
		assertThat(records()).allMatch((measured) -> measured.impl().equals(Measurement.IMPL) && measured.n() == 4);
		assertThat(records()).extracting(Measurement::metric)
			.contains("create_ms", "converge_ms", "converge_pairs99_ms", "bcast_all_ms", "leave_return_ms",
					"leave_all_ms", "false_positive_events");
	}

	@Test
	void aJmhBenchmarkBecomesRecordsOfTimeCpuAndAllocation() throws Exception {
		MicroBenchmarks.run(new String[] { "QueueBenchmark.take", "-f", "0", "-wi", "0", "-i", "1", "-r", "50ms", "-p",
				"depth=100" }, this.out);
		assertThat(records()).extracting(Measurement::metric).contains("ns_per_op", "cpu_ns_per_op");
		assertThat(records()).allMatch((measured) -> measured.suite().equals("queue")
				&& measured.testCase().equals("get_1398B_64Bmsgs") && measured.n() == 100);
	}

	@Test
	void aRecordReadFromItsLineIsTheSameRecord() {
		Measurement measured = new Measurement("some-peer", "cluster", "", "lan", 10, 3, "leave_all_ms", 12.5, "ms");
		assertThat(Measurement.parse(measured.toLine())).isEqualTo(measured);
		assertThat(Measurement.parse("# a note")).isNull();
	}

	@Test
	void aComparisonShowsTheMediansAndTheirRatio(@TempDir Path folder) throws Exception {
		Path file = folder.resolve("records.jsonl");
		Files.write(file, List.of(line(Measurement.IMPL, 1, 2), line(Measurement.IMPL, 2, 4),
				line(Measurement.IMPL, 3, 60), line("some-peer", 1, 8), "# a note"));
		Comparison.print(List.of(file.toString()), this.out);
		assertThat(this.printed.toString(StandardCharsets.UTF_8)).contains("| 4 (2–60, n=3) | 8 | 0.50 |");
	}

	private static String line(String impl, int run, double value) {
		return new Measurement(impl, "cluster", "", "lan", 10, run, "leave_all_ms", value, "ms").toLine();
	}

	private List<Measurement> records() {
		return this.printed.toString(StandardCharsets.UTF_8).lines().map(Measurement::parse).toList();
	}

}
