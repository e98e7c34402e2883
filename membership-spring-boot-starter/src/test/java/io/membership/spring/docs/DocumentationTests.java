package io.membership.spring.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.membership.gossip.MemberlistConfig;
import io.membership.spring.docs.ConfigurationMetadata.Property;
import io.membership.spring.metrics.ClusterMeter;
import io.membership.spring.metrics.MeterTag;
import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of properties and meters in the documentation are written from the code:
 * {@code -Ddocs.rewrite=true} writes them, otherwise they must be as they would be
 * written.
 */
class DocumentationTests {

	private static final String GENERATED = "<!-- Written by DocumentationTests from the code; "
			+ "-Ddocs.rewrite=true rewrites it. -->\n\n";

	/** Defaults that differ between the profiles. */
	private static final Map<String, Function<MemberlistConfig, Object>> BY_PROFILE = Map.ofEntries(
			Map.entry("membership.push-pull.interval", (config) -> config.pushPull().interval()),
			Map.entry("membership.transport.tcp-timeout", (config) -> config.transport().tcpTimeout()),
			Map.entry("membership.members.dead-node-reclaim-time", (config) -> config.members().deadNodeReclaimTime()),
			Map.entry("membership.seeds.retry.interval", (config) -> config.seeds().retry().interval()),
			Map.entry("membership.gossip.interval", (config) -> config.gossip().interval()),
			Map.entry("membership.gossip.nodes", (config) -> config.gossip().nodes()),
			Map.entry("membership.gossip.to-the-dead-time", (config) -> config.gossip().toTheDeadTime()),
			Map.entry("membership.gossip.retransmit-multiplier", (config) -> config.gossip().retransmitMultiplier()),
			Map.entry("membership.probe.interval", (config) -> config.probe().interval()),
			Map.entry("membership.probe.timeout", (config) -> config.probe().timeout()),
			Map.entry("membership.probe.indirect-checks", (config) -> config.probe().indirectChecks()),
			Map.entry("membership.suspicion.multiplier", (config) -> config.suspicion().multiplier()));

	@Test
	void theTableOfPropertiesIsThatOfTheMetadata() throws IOException {
		StringBuilder text = new StringBuilder(GENERATED).append("# Properties\n\n")
			.append("Every property can also be set from the environment: upper case, dots as underscores, dashes left "
					+ "out (`MEMBERSHIP_SEEDS_RETRY_MAXDELAY`).\nWhere three defaults are given they are those of the "
					+ "profiles lan / wan / local. A duration without a unit is in milliseconds.\n\n")
			.append("| property | type | default | description |\n| --- | --- | --- | --- |\n");
		ConfigurationMetadata.properties()
			.stream()
			.sorted(Comparator.comparing((Property property) -> !property.isOurs()).thenComparing(Property::name))
			.forEach((property) -> text.append("| `%s` | %s | %s | %s |\n".formatted(property.name(), type(property),
					defaultValue(property), cell(String.valueOf(property.description())))));
		check("properties.md", text.toString());
	}

	@Test
	void theTableOfMetersIsThatOfTheEnum() throws IOException {
		StringBuilder text = new StringBuilder(GENERATED).append("# Meters\n\n")
			.append("Every combination of tag values exists from the start; no member's name is ever a tag. A timer has "
					+ "`_count`, `_sum` and `_max` in Prometheus, `membership.probe.round.trip` also `_bucket`.\n\n")
			.append("| meter | in Prometheus | type | unit | tags | description |\n")
			.append("| --- | --- | --- | --- | --- | --- |\n");
		for (ClusterMeter meter : ClusterMeter.values()) {
			text.append(row(meter));
		}
		check("meters.md", text.toString());
	}

	private static String row(ClusterMeter meter) {
		return "| `%s` | `%s` | %s | %s | %s | %s |\n".formatted(meter.meterName(),
				meter.prometheusName() + ((meter.type() == Meter.Type.TIMER) ? "_*" : ""),
				meter.type().name().toLowerCase(Locale.ROOT), (meter.unit() != null) ? meter.unit() : "",
				meter.tags().stream().map(DocumentationTests::tag).collect(Collectors.joining("; ")),
				cell(meter.description()));
	}

	@Test
	void everyDefaultThatTheMetadataDoesNotHaveIsThatOfTheProfiles() {
		assertThat(ConfigurationMetadata.properties()
			.stream()
			.filter((property) -> property.isOurs() && property.defaultValue() == null)
			.filter((property) -> !property.type().equals("java.lang.String")
					&& !property.type().equals("java.nio.file.Path") && !property.type().startsWith("java.util."))
			.map(Property::name)).containsExactlyInAnyOrderElementsOf(BY_PROFILE.keySet());
	}

	private static String defaultValue(Property property) {
		Function<MemberlistConfig, Object> value = BY_PROFILE.get(property.name());
		if (value != null) {
			List<String> values = Stream
				.of(MemberlistConfig.lan("a"), MemberlistConfig.wan("a"), MemberlistConfig.local("a"))
				.map(value)
				.map(DocumentationTests::text)
				.toList();
			Set<String> different = new LinkedHashSet<>(values);
			return "`" + ((different.size() == 1) ? values.get(0) : String.join("` / `", values)) + "`";
		}
		Object fixed = property.defaultValue();
		return (fixed == null) ? "" : "`" + fixed.toString().replace("read_only", "read-only") + "`";
	}

	private static String text(Object value) {
		if (value instanceof Duration duration) {
			return DurationStyle.SIMPLE.print(duration,
					(duration.toMillis() % 1000 == 0) ? ChronoUnit.SECONDS : ChronoUnit.MILLIS);
		}
		return value.toString();
	}

	private static String type(Property property) {
		return switch (property.type()) {
			case "java.util.List<java.lang.String>", "java.util.Set<java.lang.String>" -> "list of text";
			case "java.lang.String" -> "text";
			case "java.lang.Integer" -> "number";
			case "java.lang.Boolean" -> "`true` or `false`";
			case "java.time.Duration" -> "duration";
			case "org.springframework.util.unit.DataSize" -> "size";
			case "org.springframework.boot.actuate.endpoint.Access" -> "`none`, `read-only` or `unrestricted`";
			case "io.membership.spring.autoconfigure.MembershipProperties$Profile" -> "`lan`, `wan` or `local`";
			case "io.membership.spring.autoconfigure.MembershipProperties$Protocol" -> "`serf` or `memberlist`";
			case "java.util.Map<java.lang.String,java.lang.String>" -> "map of texts";
			case "io.membership.spring.autoconfigure.discovery.MembershipServicesProperties$Scheme" ->
				"`auto`, `http` or `https`";
			case "java.nio.file.Path" -> "path";
			case "java.util.Map<java.lang.String,io.membership.spring.autoconfigure.MembershipProperties>" ->
				"map of clusters";
			default -> throw new IllegalStateException("No word for " + property.type());
		};
	}

	private static String tag(MeterTag tag) {
		return "`%s`: %s".formatted(tag.key(), String.join(", ", tag.values()));
	}

	private static String cell(String text) {
		return text.replace("|", "\\|").replace("<", "&lt;");
	}

	private static void check(String file, String expected) throws IOException {
		Path path = Path.of(System.getProperty("basedir", "."), "..", "src", "docs", file);
		if (Boolean.getBoolean("docs.rewrite")) {
			Files.createDirectories(path.getParent());
			Files.writeString(path, expected);
		}
		assertThat(path).exists();
		assertThat(Files.readString(path)).as("%s is out of date; -Ddocs.rewrite=true rewrites it", file)
			.isEqualTo(expected);
	}

}
