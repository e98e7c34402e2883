package io.membership.benchmarks.micro;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import io.membership.benchmarks.Measurement;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs JMH benchmarks with JMH's options, and converts the results to records: one each
 * for the time, the CPU time and the allocated bytes of every measured iteration.
 */
public final class MicroBenchmarks {

	private static final String ALLOCATED = "gc.alloc.rate.norm";

	private MicroBenchmarks() {
	}

	/**
	 * Runs the benchmarks.
	 * @param args JMH's options
	 * @param out receives the records; JMH's report goes to standard error
	 * @throws CommandLineOptionException if an option is not known
	 * @throws RunnerException if a benchmark fails
	 * @throws IOException if JMH cannot show its help
	 */
	public static void run(String[] args, PrintStream out)
			throws CommandLineOptionException, RunnerException, IOException {
		CommandLineOptions options = new CommandLineOptions(args);
		if (options.shouldHelp()) {
			options.showHelp();
			return;
		}
		if (options.shouldList()) {
			BenchmarkList.defaultList()
				.getAll(OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT), options.getExcludes())
				.forEach((benchmark) -> System.err.println(benchmark.getUsername()));
			return;
		}
		Collection<RunResult> results = new Runner(new OptionsBuilder().parent(options)
			.addProfiler(GCProfiler.class)
			.addProfiler(CpuProfiler.class)
			.build(), OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL)).run();
		results.forEach((result) -> print(result, out));
	}

	private static void print(RunResult result, PrintStream out) {
		BenchmarkParams params = result.getParams();
		Case benchmark = caseOf(params.getBenchmark());
		List<IterationResult> iterations = result.getBenchmarkResults()
			.stream()
			.flatMap((fork) -> fork.getIterationResults().stream())
			.toList();
		for (int i = 0; i < iterations.size(); i++) {
			IterationResult iteration = iterations.get(i);
			int run = i + 1;
			out.println(line(benchmark, params, run, "ns_per_op", iteration.getPrimaryResult(), "ns"));
			iteration.getSecondaryResults().forEach((name, secondary) -> {
				if (name.endsWith(CpuProfiler.CPU)) {
					out.println(line(benchmark, params, run, "cpu_ns_per_op", secondary, "ns"));
				}
				if (name.endsWith(ALLOCATED)) {
					out.println(line(benchmark, params, run, "alloc_bytes_per_op", secondary, "B"));
				}
			});
		}
	}

	private static String line(Case benchmark, BenchmarkParams params, int run, String metric, Result<?> result,
			String unit) {
		return new Measurement(Measurement.IMPL, benchmark.suite(), benchmark.name(), "", n(params), run, metric,
				result.getScore(), unit)
			.toLine();
	}

	/** Returns the only parameter of a benchmark, its size, if it has one. */
	private static int n(BenchmarkParams params) {
		return params.getParamsKeys().stream().map(params::getParam).map(Integer::valueOf).findFirst().orElse(0);
	}

	private static Case caseOf(String benchmark) {
		int dot = benchmark.lastIndexOf('.');
		String method = benchmark.substring(dot + 1);
		try {
			return Arrays.stream(Class.forName(benchmark.substring(0, dot)).getMethods())
				.filter((candidate) -> candidate.getName().equals(method))
				.map((candidate) -> candidate.getAnnotation(Case.class))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException(benchmark + " has no @Case"));
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
