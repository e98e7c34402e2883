package io.membership.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples of {@code testing.md} are tests of this module. */
class TestingDocumentTests {

	private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```java\n(.*?)^```$");

	private static final Path SOURCES = Path.of("src/test/java/com/example/orders");

	@Test
	void everyExampleIsATestThatRuns() throws IOException {
		List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("../docs/testing.md")))
			.results()
			.map((match) -> match.group(1))
			.toList();
		assertThat(examples).hasSizeGreaterThan(2).allSatisfy((example) -> {
			MatchResult name = Pattern.compile("class (\\w+)").matcher(example).results().findFirst().orElseThrow();
			Path source = SOURCES.resolve(name.group(1) + ".java");
			assertThat(source).exists();
			assertThat(Files.readString(source)).endsWith("\n\n" + example);
		});
	}

	@Test
	void everyTestAmongTheExamplesIsInTheDocument() throws IOException {
		String document = Files.readString(Path.of("../docs/testing.md"));
		try (Stream<Path> files = Files.list(SOURCES)) {
			assertThat(files.map((file) -> file.getFileName().toString()).filter((name) -> name.endsWith("Tests.java")))
				.allSatisfy((name) -> assertThat(document).contains("class " + name.replace(".java", "") + " {"));
		}
	}

}
