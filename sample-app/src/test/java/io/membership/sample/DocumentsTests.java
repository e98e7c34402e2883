package io.membership.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.membership.spring.metrics.ClusterMeter;
import io.membership.spring.metrics.ServiceMeter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What the documents name exists. */
class DocumentsTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)");

	private static final Pattern NAME = Pattern.compile("(?<![\\w./:])(?:membership|management)\\.[a-z][a-z.-]*[a-z]");

	/** Their names continue with what the user chooses. */
	private static final List<String> ENTRIES = List.of("membership.tags.", "membership.clusters.");

	@Test
	void everyLinkLeadsToAFile() throws IOException {
		for (Path document : documents()) {
			Matcher link = LINK.matcher(Files.readString(document));
			while (link.find()) {
				assertThat(document.resolveSibling(link.group(1))).as(document + " links to it").exists();
			}
		}
	}

	@Test
	void everyPropertyAndMeterThatIsNamedExists() throws IOException {
		Set<String> known = properties();
		// a map of groups in Boot's metadata
		known.add("management.endpoint.health.group.readiness.include");
		Arrays.stream(ClusterMeter.values()).map(ClusterMeter::meterName).forEach(known::add);
		Arrays.stream(ServiceMeter.values()).map(ServiceMeter::meterName).forEach(known::add);
		for (Path document : documents()) {
			Set<String> unknown = new TreeSet<>();
			Matcher name = NAME.matcher(Files.readString(document));
			while (name.find()) {
				String start = name.group() + ".";
				boolean isEntryOfMap = ENTRIES.stream().anyMatch(start::startsWith);
				if (!isEntryOfMap && !known.contains(name.group())
						&& known.stream().noneMatch((it) -> it.startsWith(start))) {
					unknown.add(name.group());
				}
			}
			assertThat(unknown).as(document.toString()).isEmpty();
		}
	}

	private static List<Path> documents() throws IOException {
		try (Stream<Path> docs = Files.list(ROOT.resolve("src/docs"))) {
			return Stream.concat(docs.filter((path) -> path.toString().endsWith(".md")),
					Stream.of("README.md", "SECURITY.md", "CONTRIBUTING.md", "src/README.md", "src/grafana/alerts.yml")
						.map(ROOT::resolve))
				.toList();
		}
	}

	private static Set<String> properties() throws IOException {
		Set<String> names = new HashSet<>();
		for (URL metadata : Collections
			.list(DocumentsTests.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream input = metadata.openStream()) {
				JsonMapper.shared()
					.readTree(input)
					.path("properties")
					.forEach((property) -> names.add(property.path("name").asString()));
			}
		}
		return names;
	}

}
