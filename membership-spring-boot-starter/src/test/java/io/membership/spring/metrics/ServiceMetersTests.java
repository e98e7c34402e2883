package io.membership.spring.metrics;

import java.time.Duration;

import io.membership.catalog.CatalogMetrics;
import io.membership.catalog.CatalogMetrics.SyncKind;
import io.membership.catalog.CatalogMetrics.SyncListener;
import io.membership.catalog.CatalogMetrics.SyncOutcome;
import io.membership.catalog.HealthStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

class ServiceMetersTests {

	private final CatalogMetrics metrics = mock(CatalogMetrics.class);

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
			.doesNotContain("membership_services_sync_seconds_bucket");
	}

	private <T extends MeterRegistry> T bind(T registry, Tags commonTags) {
		new ServiceMeters(this.metrics, commonTags).bindTo(registry);
		return registry;
	}

}
