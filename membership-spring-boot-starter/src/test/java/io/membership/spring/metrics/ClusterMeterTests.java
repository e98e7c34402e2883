package io.membership.spring.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.membership.catalog.CatalogMetrics;
import io.membership.cluster.ClusterFixture;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistFixture;
import io.membership.spring.LocalNode;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/** The binders register what {@link ClusterMeter} lists, and nothing else. */
class ClusterMeterTests {

	@Test
	void everyMeterOfTheEnumIsBoundWithEveryCombinationOfTagsAndNothingElseIs() {
		MeterRegistry registry = bind(new SimpleMeterRegistry());
		Set<String> expected = new HashSet<>();
		for (ClusterMeter meter : ClusterMeter.values()) {
			List<String> ids = List.of(meter.meterName());
			for (MeterTag tag : meter.tags()) {
				List<String> next = new ArrayList<>();
				ids.forEach(
						(id) -> tag.values().forEach((value) -> next.add(id + "{" + tag.key() + "=" + value + "}")));
				ids = next;
			}
			expected.addAll(ids);
		}
		// a registry without histograms of its own has a gauge for each bucket
		assertThat(registry.getMeters()).filteredOn((meter) -> meter.getId().syntheticAssociation() == null)
			.extracting((meter) -> {
				StringBuilder id = new StringBuilder(meter.getId().getName());
				meter.getId().getTags().forEach((tag) -> id.append("{%s=%s}".formatted(tag.getKey(), tag.getValue())));
				return id.toString();
			})
			.containsExactlyInAnyOrderElementsOf(expected);
	}

	@ParameterizedTest
	@EnumSource
	void aMeterHasTheTypeUnitAndDescriptionOfTheEnum(ClusterMeter meter) {
		MeterRegistry registry = bind(new SimpleMeterRegistry());
		assertThat(registry.get(meter.meterName()).meters()).isNotEmpty().allSatisfy((bound) -> {
			assertThat(bound.getId().getType()).isEqualTo(meter.type());
			assertThat(bound.getId().getDescription()).isEqualTo(meter.description());
			assertThat(bound.getId().getBaseUnit()).isEqualTo(meter.unit());
		});
		assertThat(meter.meterName()).startsWith("membership.").matches("[a-z.]+");
		assertThat(meter.description()).endsWith(".");
	}

	@ParameterizedTest
	@EnumSource
	void prometheusSeesTheNameThatTheEnumSays(ClusterMeter meter) {
		PrometheusMeterRegistry registry = bind(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
		String sample = meter.prometheusName() + ((meter.type() == Meter.Type.TIMER) ? "_count" : "");
		assertThat(registry.scrape().lines())
			.anyMatch((line) -> line.startsWith(sample + "{") || line.startsWith(sample + " "));
	}

	@Test
	void aMemberHasAtMost150Series() {
		PrometheusMeterRegistry registry = bind(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
		assertThat(registry.scrape().lines().filter((line) -> !line.startsWith("#"))).hasSizeLessThanOrEqualTo(150);
	}

	private static <R extends MeterRegistry> R bind(R registry) {
		Memberlist memberlist = MemberlistFixture.memberlist(MemberlistFixture.member("self", MemberStatus.ALIVE));
		new GossipMeters(new LocalNode.OfMemberlist(memberlist), Tags.empty()).bindTo(registry);
		new ClusterTimers(Tags.empty()).bindTo(registry);
		new ClusterMeters(ClusterFixture.cluster(), Tags.empty()).bindTo(registry);
		new ServiceMeters(mock(CatalogMetrics.class), Tags.empty()).bindTo(registry);
		return registry;
	}

}
