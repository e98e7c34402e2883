package io.membership.benchmarks;

import java.util.Arrays;

import io.membership.benchmarks.cluster.ClusterBenchmark;
import io.membership.benchmarks.micro.MicroBenchmarks;

/**
 * The main program, with the commands {@code micro}, {@code cluster} and {@code compare}.
 * Records go to standard output, messages to standard error.
 */
public final class Benchmarks {

	private static final String USAGE = """
			usage: java -jar benchmarks.jar COMMAND
			  micro [JMH options]    single operations; -h lists JMH's options
			  cluster [options]      a cluster on loopback; -h lists the options
			  compare FILE...        a table of the records in the files, with ratios of medians
			""";

	private Benchmarks() {
	}

	/**
	 * Runs a command.
	 * @param args the command and its options
	 * @throws Exception if the command fails
	 */
	public static void main(String[] args) throws Exception {
		String command = (args.length > 0) ? args[0] : "";
		String[] options = (args.length > 0) ? Arrays.copyOfRange(args, 1, args.length) : args;
		// The members' log is not part of the measurement, and nothing here configures
		// one.
		System.setProperty("slf4j.internal.verbosity", "ERROR");
		switch (command) {
			case "micro" -> MicroBenchmarks.run(options, System.out);
			case "cluster" -> ClusterBenchmark.run(options, System.out);
			case "compare" -> Comparison.print(Arrays.asList(options), System.out);
			default -> {
				System.err.print(USAGE);
				System.exit(2);
			}
		}
		// Threads that are not daemons must not keep a finished measurement alive.
		System.exit(0);
	}

}
