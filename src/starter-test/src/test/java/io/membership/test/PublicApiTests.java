package io.membership.test;

import io.membership.testing.PublicApi;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the API with {@code test-public-api.txt}, which lists its types.
 */
class PublicApiTests {

	private final PublicApi api = PublicApi.of("io.membership.test");

	@Test
	void thePublicTypesAreThoseThatTheListNames() {
		assertThat(this.api.types()).containsExactlyElementsOf(PublicApi.listed("/test-public-api.txt"));
	}

	@Test
	void noSignatureOfTheApiShowsAnInternalType() {
		assertThat(this.api.leaks()).isEmpty();
	}

}
