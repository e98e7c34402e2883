package io.membership;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The table that maps each behaviour to its test names tests that exist. */
class BehaviourTableTests {

	private static final Path TABLE = Path.of("..", "src", "docs", "behaviours.md");

	private static final Path SOURCES = Path.of("src", "test", "java", "io", "membership");

	private static final Pattern ROW = Pattern.compile("^\\| *([A-Z]{1,2}\\d+) *\\|.*\\|(.*)\\|$");

	private static final Pattern TEST = Pattern.compile("`([\\w.]+)#(\\w+)`");

	@Test
	void everyTestInTheTableExists() throws IOException {
		List<String> missing = new ArrayList<>();
		int found = 0;
		for (String line : Files.readAllLines(TABLE)) {
			Matcher test = TEST.matcher(line);
			while (test.find()) {
				found++;
				Path source = SOURCES.resolve(test.group(1).replace('.', '/') + ".java");
				if (!Files.exists(source) || !isTest(Files.readString(source), test.group(2))) {
					missing.add(test.group());
				}
			}
		}
		assertThat(missing).isEmpty();
		assertThat(found).isGreaterThan(100);
	}

	@Test
	void everyBehaviourHasARowWithATest() throws IOException {
		Set<String> rows = new HashSet<>();
		for (String line : Files.readAllLines(TABLE)) {
			Matcher row = ROW.matcher(line);
			if (row.matches() && TEST.matcher(row.group(2)).find()) {
				assertThat(rows.add(row.group(1))).as("one row for " + row.group(1)).isTrue();
			}
		}
		assertThat(rows).containsAll(ids("S", 45))
			.containsAll(ids("L", 5))
			.containsAll(ids("E", 3))
			.containsAll(ids("K", 6))
			.containsAll(ids("P", 4))
			.containsAll(ids("Q", 6))
			.containsAll(ids("U", 7))
			.containsAll(ids("N", 16))
			.containsAll(ids("M", 35))
			.containsAll(ids("X", 15))
			.containsAll(ids("LI", 9))
			.containsAll(ids("ME", 16))
			.containsAll(ids("EV", 14))
			.containsAll(ids("NC", 4))
			.containsAll(ids("SN", 8))
			.containsAll(ids("CO", 3))
			.containsAll(ids("KM", 10))
			.containsAll(ids("RP", 12))
			.containsAll(ids("EH", 9))
			.contains("W1", "A1", "T1");
	}

	/** Whether a source has a method of this name that the test engine would run. */
	private static boolean isTest(String source, String method) {
		int at = source.indexOf("void " + method + "(");
		if (at < 0) {
			return false;
		}
		String before = source.substring(0, at);
		String annotations = before.substring(before.lastIndexOf("\n\t}\n") + 1);
		return annotations.contains("Test") || annotations.contains("@Property");
	}

	private static List<String> ids(String letters, int count) {
		return IntStream.rangeClosed(1, count).mapToObj((number) -> letters + number).toList();
	}

}
