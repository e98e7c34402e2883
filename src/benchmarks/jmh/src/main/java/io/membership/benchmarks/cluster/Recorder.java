package io.membership.benchmarks.cluster;

import java.io.PrintStream;

import io.membership.benchmarks.Measurement;

/** Prints the records of one run. */
final class Recorder {

	private final PrintStream out;

	private final ClusterOptions options;

	Recorder(PrintStream out, ClusterOptions options) {
		this.out = out;
		this.options = options;
	}

	/** A metric of the whole run. */
	void record(String metric, double value, String unit) {
		record("cluster", "", this.options.run, metric, value, unit);
	}

	/** A metric of one repetition within the run. */
	void record(int repetition, String metric, double value, String unit) {
		record("cluster", "", repetition, metric, value, unit);
	}

	void record(String suite, String testCase, int repetition, String metric, double value, String unit) {
		this.out.println(new Measurement(Measurement.IMPL, suite, testCase, this.options.config, this.options.n,
				repetition, metric, value, unit)
			.toLine());
		this.out.flush();
	}

	static void note(String text) {
		System.err.println("# " + text);
	}

}
