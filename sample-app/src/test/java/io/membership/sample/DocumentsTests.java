package io.membership.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import io.membership.spring.metrics.ClusterMeter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What the documents name exists, and their examples compile. */
class DocumentsTests {

	private static final Path ROOT = Path.of("..");

	/** Links and images; the second group is the heading that a link leads to. */
	private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)#?([^)]*)\\)");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

	private static final Pattern NAME = Pattern.compile("(?<![\\w./:])(?:membership|management)\\.[a-z][a-z.-]*[a-z]");

	private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|`[^`\n]*`");

	private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```java\n(import .*?)^```$");

	/**
	 * The documents that lead through the code, of which the pictures name classes as
	 * well.
	 */
	private static final List<String> GUIDES = List.of("algorithm.md", "architecture.md", "images/gossip-parts.svg",
			"images/cluster-parts.svg");

	private static final Pattern CLASS = Pattern
		.compile("(?<=`)[A-Z][a-z]+(?=`)|(?<![\\w@.-])[A-Z][a-z]+(?:[A-Z][a-z]+)+\\b");

	/**
	 * Words that make technical English hard to read. Constants in capitals may stand.
	 */
	private static final Pattern AVOIDED = Pattern
		.compile("\\b(?:[Nn]obody|[Ss]omebody|[Ee]verybody|[Aa]nybody|[Ww]hom|[Ww]hoever|[Aa]new|[Nn]ow and then)\\b");

	/** Their names continue with what the user chooses. */
	private static final List<String> ENTRIES = List.of("membership.tags.", "membership.clusters.");

	@Test
	void everyLinkLeadsToAFileAndAHeadingOfIt() throws IOException {
		for (Path document : documents()) {
			Matcher link = LINK.matcher(Files.readString(document));
			while (link.find()) {
				Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
				assertThat(target).as("%s links to it", document).exists();
				if (!link.group(2).isEmpty()) {
					assertThat(headings(target)).as("%s links to a heading of %s", document, target)
						.contains(link.group(2));
				}
			}
		}
	}

	@Test
	void everyPictureIsShownSomewhere() throws IOException {
		StringBuilder all = new StringBuilder();
		for (Path document : documents()) {
			all.append(Files.readString(document));
		}
		try (Stream<Path> images = Files.list(ROOT.resolve("src/docs/images"))) {
			assertThat(images.map((image) -> "images/" + image.getFileName()))
				.allMatch((image) -> all.indexOf(image) >= 0);
		}
	}

	@Test
	void everyClassThatAGuideNamesExists() throws IOException {
		Set<String> sources = new HashSet<>();
		for (String module : List.of("membership-core", "membership-spring-boot-starter", "sample-app",
				"src/starter-test")) {
			try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
				files.map((file) -> file.getFileName().toString())
					.filter((name) -> name.endsWith(".java"))
					.forEach((name) -> sources.add(name.substring(0, name.length() - ".java".length())));
			}
		}
		for (String guide : GUIDES) {
			Set<String> unknown = new TreeSet<>();
			Matcher name = CLASS.matcher(Files.readString(ROOT.resolve("src/docs").resolve(guide)));
			while (name.find()) {
				if (!sources.contains(name.group())) {
					unknown.add(name.group());
				}
			}
			assertThat(unknown).as("%s names classes that do not exist", guide).isEmpty();
		}
	}

	@Test
	void noDocumentUsesAWordToAvoid() throws IOException {
		for (Path document : documents()) {
			Matcher word = AVOIDED.matcher(CODE.matcher(Files.readString(document)).replaceAll(""));
			Set<String> used = new TreeSet<>();
			while (word.find()) {
				used.add(word.group().toLowerCase(Locale.ROOT));
			}
			assertThat(used).as("%s uses words to avoid", document).isEmpty();
		}
	}

	@Test
	void noMainSourceUsesAWordToAvoid() throws IOException {
		Set<String> found = new TreeSet<>();
		for (Path source : mainSources()) {
			List<String> lines = Files.readAllLines(source);
			for (int i = 0; i < lines.size(); i++) {
				Matcher word = AVOIDED.matcher(lines.get(i));
				while (word.find()) {
					found.add(ROOT.relativize(source) + ":" + (i + 1) + " '" + word.group() + "'");
				}
			}
		}
		assertThat(found)
			.as("Name the actor instead (member, peer, caller, listener), and say 'again' or 'from time to time'")
			.isEmpty();
	}

	@Test
	void theExampleInTheReadmeCompiles(@TempDir Path output) throws IOException {
		Matcher example = EXAMPLE.matcher(Files.readString(ROOT.resolve("README.md")));
		assertThat(example.find()).isTrue();
		String source = example.group(1);
		JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///ClusterWatch.java"),
				JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return source;
			}

		};
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter errors = new StringWriter();
		List<String> options = List.of("-proc:none", "-d", output.toString(), "-classpath",
				System.getProperty("java.class.path"));
		assertThat(compiler.getTask(errors, null, null, options, null, List.of(file)).call()).as("%s", errors).isTrue();
	}

	@Test
	void everyPropertyAndMeterThatIsNamedExists() throws IOException {
		Set<String> known = properties();
		// a map of groups in Boot's metadata
		known.add("management.endpoint.health.group.readiness.include");
		Arrays.stream(ClusterMeter.values()).map(ClusterMeter::meterName).forEach(known::add);
		List<Path> named = new ArrayList<>(documents());
		named.add(ROOT.resolve("src/grafana/alerts.yml"));
		for (Path document : named) {
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
		try (Stream<Path> top = Files.list(ROOT); Stream<Path> src = Files.walk(ROOT.resolve("src"))) {
			return Stream.concat(top, src)
				.filter((path) -> path.toString().endsWith(".md") && !path.toString().contains("/target/"))
				.sorted()
				.toList();
		}
	}

	/** The Java sources and metadata of all modules that are no tests. */
	private static List<Path> mainSources() throws IOException {
		List<Path> sources = new ArrayList<>();
		for (String folder : List.of("membership-core", "membership-spring-boot-starter", "sample-app", "src")) {
			try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
				files
					.filter((path) -> path.toString()
						.replace('\\', '/')
						.matches(".*/src/main/.*\\.(java|json|properties|yml)"))
					.filter((path) -> !path.toString().contains("target"))
					.forEach(sources::add);
			}
		}
		assertThat(sources).as("main sources").hasSizeGreaterThan(100);
		return sources;
	}

	/** The names by which links lead to the headings of a document. */
	private static Set<String> headings(Path document) throws IOException {
		Set<String> names = new HashSet<>();
		Matcher heading = HEADING.matcher(Files.readString(document));
		while (heading.find()) {
			names.add(heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-'));
		}
		return names;
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
