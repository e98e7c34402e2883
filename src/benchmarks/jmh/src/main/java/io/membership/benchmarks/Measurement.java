package io.membership.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * One metric of one run, printed as one line of JSON. Every compared implementation
 * prints such lines, and a comparison needs nothing else.
 *
 * @param impl the implementation
 * @param suite kind of the measurement: cluster, codec, queue
 * @param testCase the case in the suite; empty for none
 * @param config the preset of the members; empty where irrelevant
 * @param n number of members, or depth of the queue; 0 where irrelevant
 * @param run number of the repetition, from 1
 * @param metric name of the metric
 * @param value the value
 * @param unit its unit
 */
public record Measurement(String impl, String suite, String testCase, String config, int n, int run, String metric,
		double value, String unit) {

	/** Name of this implementation in the records. */
	public static final String IMPL = "membership-java";

	private static final Pattern FIELD = Pattern.compile("\"(\\w+)\"\\s*:\\s*(?:\"([^\"\\\\]*)\"|([-+0-9.eE]+))");

	/**
	 * Encodes the record as a line of JSON, without a line feed.
	 * @return the line
	 */
	public String toLine() {
		StringBuilder line = new StringBuilder("{");
		text(line, "impl", this.impl);
		text(line, "suite", this.suite);
		text(line, "case", this.testCase);
		text(line, "config", this.config);
		line.append("\"n\":").append(this.n).append(",\"run\":").append(this.run).append(',');
		text(line, "metric", this.metric);
		line.append("\"value\":").append(String.format(Locale.ROOT, "%.6g", this.value)).append(',');
		text(line, "unit", this.unit);
		line.setCharAt(line.length() - 1, '}');
		return line.toString();
	}

	/**
	 * Parses a line printed by an implementation.
	 * @param line the line
	 * @return the record, or {@code null} if the line holds none
	 */
	public static @Nullable Measurement parse(String line) {
		if (!line.startsWith("{")) {
			return null;
		}
		Map<String, String> fields = new LinkedHashMap<>();
		Matcher matcher = FIELD.matcher(line);
		while (matcher.find()) {
			String text = matcher.group(2);
			fields.put(matcher.group(1), (text != null) ? text : matcher.group(3));
		}
		String metric = fields.get("metric");
		String value = fields.get("value");
		if (metric == null || value == null) {
			return null;
		}
		return new Measurement(fields.getOrDefault("impl", ""), fields.getOrDefault("suite", ""),
				fields.getOrDefault("case", ""), fields.getOrDefault("config", ""),
				Integer.parseInt(fields.getOrDefault("n", "0")), Integer.parseInt(fields.getOrDefault("run", "1")),
				metric, Double.parseDouble(value), fields.getOrDefault("unit", ""));
	}

	// None of the texts holds a character that JSON would have to escape.
	private static void text(StringBuilder line, String key, String value) {
		if (!value.isEmpty()) {
			line.append('"').append(key).append("\":\"").append(value).append("\",");
		}
	}

}
