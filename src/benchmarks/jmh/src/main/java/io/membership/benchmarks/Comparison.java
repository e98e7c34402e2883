package io.membership.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Compares the records of several implementations: the medians, their range, and the
 * ratio of our median to each of the others.
 */
final class Comparison {

	private record Row(String suite, String config, int n, String testCase, String metric,
			String unit) implements Comparable<Row> {

		@Override
		public int compareTo(Row other) {
			return key().compareTo(other.key());
		}

		private String key() {
			return String.format(Locale.ROOT, "%s %s %09d", this.suite, this.config, this.n);
		}

	}

	private final Set<String> impls = new LinkedHashSet<>(List.of(Measurement.IMPL));

	private final Map<Row, Map<String, List<Double>>> rows = new LinkedHashMap<>();

	void add(Measurement measured) {
		this.impls.add(measured.impl());
		Row row = new Row(measured.suite(), measured.config(), measured.n(), measured.testCase(), measured.metric(),
				measured.unit());
		this.rows.computeIfAbsent(row, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(measured.impl(), (key) -> new ArrayList<>())
			.add(measured.value());
	}

	/** Adds the records of the files, and prints the table in Markdown. */
	static void print(List<String> files, PrintStream out) throws IOException {
		Comparison comparison = new Comparison();
		for (String file : files) {
			for (String line : Files.readAllLines(Path.of(file))) {
				Measurement measured = Measurement.parse(line);
				if (measured != null) {
					comparison.add(measured);
				}
			}
		}
		comparison.print(out);
	}

	void print(PrintStream out) {
		List<String> columns = new ArrayList<>(this.impls);
		List<String> others = columns.subList(1, columns.size());
		StringBuilder header = new StringBuilder("| suite | config | n | case | metric | unit |");
		columns.forEach((impl) -> header.append(' ').append(impl).append(" |"));
		others.forEach((impl) -> header.append(" ours / ").append(impl).append(" |"));
		out.println(header);
		out.println("|" + "---|".repeat(6 + columns.size() + others.size()));
		// sorted by suite, preset and size; within these in the order of measurement
		Map<Row, List<Map.Entry<Row, Map<String, List<Double>>>>> groups = new TreeMap<>();
		this.rows.entrySet()
			.forEach((entry) -> groups.computeIfAbsent(entry.getKey(), (key) -> new ArrayList<>()).add(entry));
		groups.values().forEach((group) -> group.forEach((entry) -> {
			Row row = entry.getKey();
			Map<String, List<Double>> values = entry.getValue();
			StringBuilder line = new StringBuilder("| " + row.suite() + " | " + row.config() + " | " + row.n() + " | "
					+ row.testCase() + " | " + row.metric() + " | " + row.unit() + " |");
			columns.forEach((impl) -> line.append(' ').append(cell(values.get(impl))).append(" |"));
			others.forEach((impl) -> line.append(' ').append(ratio(values, impl)).append(" |"));
			out.println(line);
		}));
	}

	private static String ratio(Map<String, List<Double>> values, String impl) {
		List<Double> ours = values.get(Measurement.IMPL);
		List<Double> theirs = values.get(impl);
		if (ours == null || theirs == null || median(theirs) == 0) {
			return "";
		}
		return String.format(Locale.ROOT, "%.2f", median(ours) / median(theirs));
	}

	private static String cell(@Nullable List<Double> values) {
		if (values == null) {
			return "";
		}
		String median = number(median(values));
		double min = Collections.min(values);
		double max = Collections.max(values);
		return (min == max) ? median : median + " (" + number(min) + "–" + number(max) + ", n=" + values.size() + ")";
	}

	private static double median(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

	private static String number(double value) {
		if (value == Math.rint(value) || Math.abs(value) >= 1000) {
			return String.format(Locale.ROOT, "%.0f", value);
		}
		int decimals = (Math.abs(value) >= 100) ? 0 : (Math.abs(value) >= 10) ? 1 : (Math.abs(value) >= 1) ? 2 : 3;
		return String.format(Locale.ROOT, "%." + decimals + "f", value);
	}

}
