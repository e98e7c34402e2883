package io.membership.spring.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.membership.catalog.CatalogMetrics;
import io.membership.catalog.CatalogMetrics.SyncKind;
import io.membership.catalog.CatalogMetrics.SyncListener;
import io.membership.catalog.CatalogMetrics.SyncOutcome;
import io.membership.catalog.HealthStatus;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.ArgumentCaptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

class ServiceMetersTests {

	private final CatalogMetrics metrics = mock(CatalogMetrics.class);

	@Test
	void everyMeterOfTheEnumIsBoundWithEveryCombinationOfTagsAndNothingElseIs() {
		MeterRegistry registry = bind(new SimpleMeterRegistry(), Tags.empty());
		Set<String> expected = new HashSet<>();
		for (ServiceMeter meter : ServiceMeter.values()) {
			List<String> ids = List.of(meter.meterName());
			for (MeterTag tag : meter.tags()) {
				List<String> next = new ArrayList<>();
				ids.forEach(
						(id) -> tag.values().forEach((value) -> next.add(id + "{" + tag.key() + "=" + value + "}")));
				ids = next;
			}
			expected.addAll(ids);
		}
		assertThat(registry.getMeters()).extracting((meter) -> {
			StringBuilder id = new StringBuilder(meter.getId().getName());
			meter.getId().getTags().forEach((tag) -> id.append("{%s=%s}".formatted(tag.getKey(), tag.getValue())));
			return id.toString();
		}).containsExactlyInAnyOrderElementsOf(expected);
	}

	@ParameterizedTest
	@EnumSource
	void aMeterHasTheTypeUnitAndDescriptionOfTheEnum(ServiceMeter meter) {
		MeterRegistry registry = bind(new SimpleMeterRegistry(), Tags.empty());
		assertThat(registry.get(meter.meterName()).meters()).isNotEmpty().allSatisfy((bound) -> {
			assertThat(bound.getId().getType()).isEqualTo(meter.type());
			assertThat(bound.getId().getDescription()).isEqualTo(meter.description());
			assertThat(bound.getId().getBaseUnit()).isEqualTo(meter.unit());
		});
		assertThat(meter.meterName()).startsWith("membership.services.").matches("[a-z.]+");
		assertThat(meter.description()).endsWith(".");
	}

	@ParameterizedTest
	@EnumSource
	void prometheusSeesTheNameThatTheEnumSays(ServiceMeter meter) {
		PrometheusMeterRegistry registry = bind(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), Tags.empty());
		String sample = meter.prometheusName() + ((meter.type() == Meter.Type.TIMER) ? "_count" : "");
		assertThat(registry.scrape().lines())
			.anyMatch((line) -> line.startsWith(sample + "{") || line.startsWith(sample + " "));
	}

	@Test
	void theySayWhatIsCounted() {
		given(this.metrics.instances(HealthStatus.CRITICAL)).willReturn(3);
		given(this.metrics.outOfSync()).willReturn(2L);
		given(this.metrics.bytesSent()).willReturn(100L);
		given(this.metrics.bytesReceived()).willReturn(70L);
		given(this.metrics.lastFullSyncAge()).willReturn(null, Duration.ofMillis(1500));
		MeterRegistry registry = bind(new SimpleMeterRegistry(), Tags.of("cluster", "orders"));
		assertThat(registry.get("membership.services.instances").tag("status", "critical").gauge().value())
			.isEqualTo(3);
		assertThat(registry.get("membership.services.out.of.sync").gauge().value()).isEqualTo(2);
		assertThat(
				registry.get("membership.services.replication.bytes").tag("direction", "out").functionCounter().count())
			.isEqualTo(100);
		assertThat(
				registry.get("membership.services.replication.bytes").tag("direction", "in").functionCounter().count())
			.isEqualTo(70);
		assertThat(registry.get("membership.services.full.sync.age").gauge().value()).isNaN();
		assertThat(registry.get("membership.services.full.sync.age").tag("cluster", "orders").gauge().value())
			.isEqualTo(1.5);
	}

	@Test
	void aSyncIsTimedByKindAndOutcome() {
		ArgumentCaptor<SyncListener> listener = ArgumentCaptor.forClass(SyncListener.class);
		PrometheusMeterRegistry registry = bind(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), Tags.empty());
		verify(this.metrics).syncListener(listener.capture());
		listener.getValue().synced("consul", SyncKind.FULL, SyncOutcome.FAILURE, Duration.ofMillis(30));
		assertThat(registry.scrape())
			.contains("membership_services_sync_seconds_count{kind=\"full\",outcome=\"failure\"} 1")
			.contains("membership_services_sync_seconds_count{kind=\"full\",outcome=\"success\"} 0")
			.contains("membership_services_sync_seconds_bucket{kind=\"full\",outcome=\"failure\",le=");
	}

	private <T extends MeterRegistry> T bind(T registry, Tags commonTags) {
		new ServiceMeters(this.metrics, commonTags).bindTo(registry);
		return registry;
	}

}
