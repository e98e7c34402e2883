package io.membership.spring.discovery;

import java.util.List;

import io.membership.catalog.CatalogInstance;
import io.membership.catalog.CatalogService;
import io.membership.catalog.HealthStatus;
import io.membership.catalog.ServiceDefinition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InstanceSelectionTests {

	private static final CatalogInstance PASSING = instance("passing", HealthStatus.PASSING, false);

	private static final CatalogInstance WARNING = instance("warning", HealthStatus.WARNING, false);

	private static final CatalogInstance CRITICAL = instance("critical", HealthStatus.CRITICAL, false);

	private static final CatalogInstance STALE = instance("stale", HealthStatus.PASSING, true);

	private static final CatalogInstance STALE_CRITICAL = instance("stale-critical", HealthStatus.CRITICAL, true);

	@Test
	void whatPassesIsCalledAndNothingElse() {
		assertThat(callable(CRITICAL, PASSING, STALE, STALE_CRITICAL, WARNING)).containsExactly(PASSING);
	}

	@Test
	void whereNothingPassesWhatHasAWarningIsCalled() {
		assertThat(callable(CRITICAL, STALE, WARNING)).containsExactly(WARNING);
	}

	@Test
	void whereEverythingSeemsToHaveFailedTheLastKnownIsCalled() {
		assertThat(callable(CRITICAL, STALE, STALE_CRITICAL)).containsExactly(STALE);
	}

	@Test
	void whatIsCriticalIsNeverCalled() {
		assertThat(callable(CRITICAL, STALE_CRITICAL)).isEmpty();
		assertThat(callable()).isEmpty();
	}

	private static List<CatalogInstance> callable(CatalogInstance... instances) {
		return InstanceSelection.callable(new CatalogService("stock", List.of(instances), true));
	}

	private static CatalogInstance instance(String member, HealthStatus health, boolean stale) {
		return new CatalogInstance(member, ServiceDefinition.of("stock", 8080).withAddress("10.0.0.1"), health, stale);
	}

}
