package io.membership.spring.autoconfigure;

import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HostNameTests {

	@Test
	void theFirstSourceThatHasANameDecidesAndTheOthersAreNotAsked() {
		assertThat(HostName.firstOf(List.of(() -> "", () -> " box-1.example\n", () -> {
			throw new IllegalStateException("this one asks a name server");
		}))).isEqualTo("box-1.example");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "localhost", "LocalHost", "localhost.localdomain", "localhost4", "localhost6.x",
			"(none)" })
	void aNameThatManyHostsHaveIsNone(String name) {
		assertThat(firstOf(name, "box-2")).isEqualTo("box-2");
		assertThat(firstOf(name)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhosting", "my-localhost", "none" })
	void aNameThatOnlyLooksLikeOneOfThoseIsAName(String name) {
		assertThat(firstOf(name, "box-2")).isEqualTo(name);
	}

	@Test
	void theErrorOfANameThatCannotBeResolvedHasTheName() {
		assertThat(HostName.of(new UnknownHostException("box-3: box-3: Name or service not known"))).isEqualTo("box-3");
		assertThat(HostName.of(new UnknownHostException("box-3"))).isEmpty();
		assertThat(HostName.of(new UnknownHostException())).isEmpty();
	}

	private static String firstOf(String... names) {
		return HostName.firstOf(Arrays.stream(names).map((name) -> (Supplier<String>) () -> name).toList());
	}

}
