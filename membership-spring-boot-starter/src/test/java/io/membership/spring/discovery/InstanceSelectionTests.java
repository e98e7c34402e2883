package io.membership.spring.discovery;

import java.util.List;

import io.membership.catalog.HealthStatus;
import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceInstance;
import io.membership.catalog.ServiceView;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InstanceSelectionTests {

	private static final ServiceInstance PASSING = instance("passing", HealthStatus.PASSING, false);

	private static final ServiceInstance WARNING = instance("warning", HealthStatus.WARNING, false);

	private static final ServiceInstance CRITICAL = instance("critical", HealthStatus.CRITICAL, false);

	private static final ServiceInstance STALE = instance("stale", HealthStatus.PASSING, true);

	private static final ServiceInstance STALE_CRITICAL = instance("stale-critical", HealthStatus.CRITICAL, true);

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

	private static List<ServiceInstance> callable(ServiceInstance... instances) {
		return InstanceSelection.callable(new ServiceView("stock", List.of(instances), true));
	}

	private static ServiceInstance instance(String member, HealthStatus health, boolean stale) {
		return new ServiceInstance(member, ServiceDefinition.of("stock", 8080).withAddress("10.0.0.1"), health, stale);
	}

}
