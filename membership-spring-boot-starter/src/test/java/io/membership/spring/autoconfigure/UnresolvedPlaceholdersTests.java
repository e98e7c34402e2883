package io.membership.spring.autoconfigure;

import io.membership.ConfigException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UnresolvedPlaceholdersTests {

	@ParameterizedTest
	@CsvSource({ "encryption.keys[0], ${GOSSIP_KEY}", "tags.zone, eu-${ZONE}", "clusters.wan.join[0], ${SEED}:7946",
			"node-name, ${NAME}" })
	void aPlaceholderThatNothingResolvesIsAnErrorThatNamesTheProperty(String name, String value) {
		assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> check(name, value))
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo(name));
	}

	@ParameterizedTest
	@CsvSource({ "event-handlers[0], user:deploy=echo ${SERF_USER_LTIME}",
			"clusters.wan.event-handlers[0], query=echo ${SERF_QUERY_NAME}", "tags.zone, ${ZONE:eu}", "tags.price, 5$",
			"node-name, ${spring.application.name}" })
	void variablesOfAShellAndPlaceholdersWithAValueAreNoError(String name, String value) {
		assertThatCode(() -> check(name, value)).doesNotThrowAnyException();
	}

	private static void check(String name, String value) {
		UnresolvedPlaceholders.check(new MockEnvironment().withProperty("spring.application.name", "orders")
			.withProperty("membership." + name, value));
	}

}
