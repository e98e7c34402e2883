package io.membership.spring.autoconfigure.discovery;

import java.time.Duration;
import java.util.Map;

import io.membership.ConfigException;
import io.membership.spring.discovery.RegistrationSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RegistrationSettingsMapperTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void whatIsNotSetFollowsTheApplication() {
		this.environment.setProperty("spring.application.name", "orders");
		RegistrationSettings settings = map();
		assertThat(settings.name()).isEqualTo("orders");
		assertThat(settings.id()).isNull();
		assertThat(settings.address()).isEmpty();
		assertThat(settings.port()).isZero();
		assertThat(settings.secure()).isFalse();
		assertThat(settings.followReadiness()).isTrue();
		assertThat(settings.deregisterDelay()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void anApplicationWithoutANameIsCalledSo() {
		assertThat(map().name()).isEqualTo("application");
	}

	@Test
	void everythingCanBeSet() {
		String prefix = "membership.services.registration.";
		this.environment.withProperty(prefix + "name", " stock ")
			.withProperty(prefix + "id", "one")
			.withProperty(prefix + "address", "stock.example.com")
			.withProperty(prefix + "port", "443")
			.withProperty(prefix + "scheme", "https")
			.withProperty(prefix + "tags", "blue,eu")
			.withProperty(prefix + "metadata.zone", "a")
			.withProperty(prefix + "follow-readiness", "false")
			.withProperty(prefix + "deregister-delay", "3s")
			.withProperty("server.address", "10.0.0.1");
		RegistrationSettings settings = map();
		assertThat(settings.name()).isEqualTo("stock");
		assertThat(settings.id()).isEqualTo("one");
		assertThat(settings.node()).isEqualTo("node");
		assertThat(settings.address()).isEqualTo("stock.example.com");
		assertThat(settings.port()).isEqualTo(443);
		assertThat(settings.secure()).isTrue();
		assertThat(settings.tags()).containsExactly("blue", "eu");
		assertThat(settings.metadata()).isEqualTo(Map.of("zone", "a"));
		assertThat(settings.followReadiness()).isFalse();
		assertThat(settings.deregisterDelay()).isEqualTo(Duration.ofSeconds(3));
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.1, 10.0.0.1", "127.0.0.1, 127.0.0.1", "0.0.0.0, ''", "'::', ''", "'[::]', ''", "'', ''" })
	void theAddressIsThatOfTheWebServerUnlessThatIsEverything(String serverAddress, String address) {
		this.environment.setProperty("server.address", serverAddress);
		assertThat(map().address()).isEqualTo(address);
	}

	@ParameterizedTest
	@CsvSource({ "server.ssl.bundle, web, true", "server.ssl.key-store, a.p12, true",
			"server.ssl.certificate, a.pem, true", "server.port, 8443, false" })
	void whoHasACertificateIsCalledByHttps(String property, String value, boolean secure) {
		this.environment.setProperty(property, value);
		assertThat(map().secure()).isEqualTo(secure);
		this.environment.setProperty("server.ssl.enabled", "false");
		assertThat(map().secure()).isFalse();
	}

	@Test
	void aNegativeDelayIsRefused() {
		this.environment.setProperty("membership.services.registration.deregister-delay", "-1s");
		assertThatExceptionOfType(ConfigException.class).isThrownBy(this::map)
			.withMessageContaining("deregister-delay");
	}

	@ParameterizedTest
	@CsvSource({ "membership.services.registration.address, stock_1", "server.address, my_host",
			"membership.services.registration.address, host:80" })
	void anAddressThatNoCallerCanUseIsRefused(String property, String address) {
		this.environment.setProperty(property, address);
		assertThatExceptionOfType(ConfigException.class).isThrownBy(this::map)
			.withMessageContaining("services.registration.address")
			.withMessageContaining(address);
	}

	private RegistrationSettings map() {
		ConfigurationPropertySources.attach(this.environment);
		MembershipServicesProperties properties = Binder.get(this.environment)
			.bindOrCreate("membership.services", MembershipServicesProperties.class);
		return RegistrationSettingsMapper.map(properties.registration(), this.environment, "node");
	}

}
