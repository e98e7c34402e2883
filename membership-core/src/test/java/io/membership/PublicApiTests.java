package io.membership;

import io.membership.testing.PublicApi;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the API with {@code public-api.txt}, which lists its types: a change of the
 * API shows as a change of that file. Public types that are {@link Internal} are no API,
 * and no signature of the API shows them.
 */
class PublicApiTests {

	private final PublicApi api = PublicApi.of("io.membership");

	@Test
	void thePublicTypesAreThoseThatTheListNames() {
		assertThat(this.api.types()).containsExactlyElementsOf(PublicApi.listed("/public-api.txt"));
	}

	@Test
	void noSignatureOfTheApiShowsAnInternalType() {
		assertThat(this.api.leaks()).isEmpty();
	}

}
