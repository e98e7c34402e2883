package io.membership.sample.monitoring;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.membership.spring.metrics.ClusterMeter;
import io.membership.spring.metrics.MeterTag;
import io.micrometer.core.instrument.Meter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The dashboard and the alert rules against the list of all meters. */
class DashboardMeterTests {

	private static final Pattern SERIES = Pattern.compile("(membership_[a-z_]+)(?:\\{([^}]*)})?");

	private static final Pattern MATCHER = Pattern.compile("([a-z]+)(?:=|!=|=~|!~)\"([^\"]*)\"");

	private static final Map<String, ClusterMeter> METERS = Arrays.stream(ClusterMeter.values())
		.flatMap((meter) -> series(meter).map((series) -> Map.entry(series, meter)))
		.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

	@Test
	void everySeriesOfTheDashboardAndTheRulesIsAMeter() throws IOException {
		for (Query query : queries()) {
			assertThat(seriesIn(query)).as(query.toString()).isNotEmpty().isSubsetOf(METERS.keySet());
		}
	}

	@Test
	void everyLabelValueThatIsAskedForExists() throws IOException {
		for (Query query : queries()) {
			Matcher series = SERIES.matcher(query.expression());
			while (series.find()) {
				Map<String, List<String>> tags = METERS.get(series.group(1))
					.tags()
					.stream()
					.collect(Collectors.toMap(MeterTag::key, MeterTag::values));
				Matcher matcher = MATCHER.matcher((series.group(2) != null) ? series.group(2) : "");
				while (matcher.find()) {
					if (!Set.of("job", "instance").contains(matcher.group(1))) {
						assertThat(tags).as(query.toString()).containsKey(matcher.group(1));
						assertThat(tags.get(matcher.group(1))).as(query.toString())
							.containsAll(List.of(matcher.group(2).split("\\|")));
					}
				}
			}
		}
	}

	@Test
	void everyMeterIsOnTheDashboard() throws IOException {
		Set<ClusterMeter> shown = Query.ofDashboard()
			.stream()
			.flatMap((query) -> seriesIn(query).stream())
			.map(METERS::get)
			.collect(Collectors.toSet());
		assertThat(shown).containsExactlyInAnyOrder(ClusterMeter.values());
	}

	@Test
	void everyPanelUsesTheDataSourceJobAndMemberThatAreChosen() throws IOException {
		JsonNode dashboard = Query.dashboard();
		assertThat(dashboard.path("templating").path("list").valueStream().map((it) -> it.path("name").asString()))
			.containsExactly("datasource", "job", "instance");
		for (JsonNode panel : dashboard.path("panels")) {
			for (JsonNode target : panel.path("targets")) {
				assertThat(target.path("datasource").path("uid").asString()).isEqualTo("${datasource}");
				assertThat(target.path("expr").asString()).contains("job=~\"$job\", instance=~\"$instance\"");
			}
		}
	}

	@Test
	void panelsHaveTheirOwnNumberAndPlace() throws IOException {
		List<JsonNode> panels = Query.dashboard().path("panels").valueStream().toList();
		assertThat(panels).extracting((panel) -> panel.path("id").asInt()).doesNotHaveDuplicates();
		assertThat(panels)
			.extracting(
					(panel) -> panel.path("gridPos").path("x").asInt() + "," + panel.path("gridPos").path("y").asInt())
			.doesNotHaveDuplicates();
	}

	private static List<Query> queries() throws IOException {
		return Stream.concat(Query.ofDashboard().stream(), Query.ofAlertRules().stream()).toList();
	}

	private static Set<String> seriesIn(Query query) {
		return SERIES.matcher(query.expression())
			.results()
			.map((result) -> result.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Stream<String> series(ClusterMeter meter) {
		if (meter.type() != Meter.Type.TIMER) {
			return Stream.of(meter.prometheusName());
		}
		Stream<String> suffixes = Stream.of("_count", "_sum", "_max");
		return ((meter == ClusterMeter.PROBE_ROUND_TRIP) ? Stream.concat(suffixes, Stream.of("_bucket")) : suffixes)
			.map(meter.prometheusName()::concat);
	}

}
