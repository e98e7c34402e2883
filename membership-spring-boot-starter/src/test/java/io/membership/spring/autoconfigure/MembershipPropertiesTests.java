package io.membership.spring.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.membership.ConfigException;
import io.membership.gossip.CidrBlock;
import io.membership.gossip.MemberlistConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MembershipPropertiesTests {

	@ParameterizedTest
	@EnumSource
	void withoutPropertiesAProfileHasExactlyTheValuesOfThePreset(MembershipProperties.Profile profile) {
		MemberlistConfig preset = switch (profile) {
			case LAN -> MemberlistConfig.lan("node");
			case WAN -> MemberlistConfig.wan("node");
			case LOCAL -> MemberlistConfig.local("node");
		};
		MemberlistConfig config = map(Map.of("membership.profile", profile.name().toLowerCase()));
		assertThat(config).usingRecursiveComparison().isEqualTo(preset);
	}

	@Test
	void everySettingOfTheCoreCanBeSet() throws UnknownHostException {
		Map<String, Object> properties = everySetting();
		MemberlistConfig config = map(properties);
		MemberlistConfig lan = MemberlistConfig.lan("node");
		assertThat(config.label()).isEqualTo("orders");
		assertThat(config.transport().skipInboundLabelCheck()).isTrue();
		assertThat(config.network().bindAddress()).isEqualTo(InetAddress.getByName("127.0.0.2"));
		assertThat(config.network().bindPort()).isEqualTo(1001);
		assertThat(config.network().advertiseAddress()).isEqualTo(InetAddress.getByName("10.0.0.9"));
		assertThat(config.network().advertisePort()).isEqualTo(1002);
		assertThat(config.metadata()).isEqualTo("größe".getBytes(StandardCharsets.UTF_8));
		assertThat(config.encryption().keyring().isEmpty()).isFalse();
		assertThat(config.transport().cidrsAllowed()).containsExactly(CidrBlock.parse("10.0.0.0/8"),
				CidrBlock.parse("fd00::/8"));
		assertThat(config.probe().tcpFallbackDisabledFor()).isEqualTo(Set.of("x", "y"));
		assertThat(config.seeds().addresses()).containsExactly("a:1", "[::1]:2", "b/c:3");
		assertThat(config.transport().inboundByteBudget()).isEqualTo(2 * 1024 * 1024);
		assertThat(config.gossip().udpBufferSize()).isEqualTo(2048);
		assertThat(config.gossip().interval()).isEqualTo(Duration.ofMillis(77));
		// nothing is left at its default: a setting without a property would be
		assertThat(SettingsOf.leftAt(lan, config)).containsExactlyInAnyOrder("name", "seeds.provider");
	}

	@Test
	void everySettingCanBeSetFromTheEnvironment() {
		Map<String, Object> variables = new LinkedHashMap<>();
		everySetting()
			.forEach((name, value) -> variables.put(name.replace("-", "").replace('.', '_').toUpperCase(), value));
		assertThat(variables).containsKeys("MEMBERSHIP_SEEDS_RETRY_MAXDELAY", "MEMBERSHIP_ENCRYPTION_KEYS");
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		MemberlistConfig fromEnvironment = new MembershipConfigMapper(bind(environment)).map("node");
		MemberlistConfig expected = map(everySetting());
		assertThat(fromEnvironment).usingRecursiveComparison().ignoringFields("encryption.keyring").isEqualTo(expected);
		assertThat(fromEnvironment.encryption().keyring().keys()).hasSameSizeAs(expected.encryption().keyring().keys());
	}

	@Test
	void aPropertyThatIsSetOverridesTheProfile() {
		MemberlistConfig config = map(Map.of("membership.profile", "wan", "membership.probe.interval", "7s"));
		assertThat(config.probe().interval()).isEqualTo(Duration.ofSeconds(7));
		assertThat(config.probe().timeout()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void emptyTextIsAsGoodAsNothing() {
		MemberlistConfig config = map(
				Map.of("membership.bind-address", " ", "membership.advertise-address", "", "membership.join",
						" , a:1 ,", "membership.transport.cidrs-allowed", "", "membership.cluster-name", ""));
		assertThat(config.network().bindAddress().isAnyLocalAddress()).isTrue();
		assertThat(config.network().advertiseAddress()).isNull();
		assertThat(config.seeds().addresses()).containsExactly("a:1");
		assertThat(config.transport().cidrsAllowed()).isEmpty();
		assertThat(config.label()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "bind-port,70000", "advertise-port,-1", "bind-address,nowhere.invalid", "bind-interface,eth77",
			"advertise-address,0.0.0.0", "probe.timeout,2s", "probe.interval,-1s", "probe.indirect-checks,101",
			"suspicion.multiplier,0", "gossip.interval,0s", "gossip.nodes,-1", "gossip.udp-buffer-size,64KB",
			"gossip.udp-buffer-size,3GB", "push-pull.interval,-1s", "transport.cidrs-allowed,10.0.0.0/33",
			"versions.gossip,6", "encryption.keys,abc", "encryption.required,true", "seeds.retry.max-delay,1ms",
			"transport.inbound-byte-budget,1KB", "members.max,1", "transport.skip-inbound-label-check,true",
			"events.queue-capacity,1" })
	void aBadValueIsAnErrorThatNamesItsProperty(String property, String value) {
		assertThatExceptionOfType(ConfigException.class)
			.isThrownBy(() -> map(Map.of("membership." + property, value)).check())
			.satisfies((ex) -> {
				assertThat(ex.setting()).isEqualTo(property);
				assertThat(ex.action()).isNotBlank();
			});
	}

	@Test
	void metadataOverTheLimitIsAnErrorThatNamesItsSize() {
		assertThatExceptionOfType(ConfigException.class)
			.isThrownBy(() -> map(Map.of("membership.metadata", "ö".repeat(257))).check())
			.withMessageContaining("514 bytes");
	}

	@Test
	void aNameWithControlCharactersIsRefused() {
		MembershipProperties properties = bind(Map.of("membership.node-name", "a\nb"));
		String name = NodeName.of(properties, new StandardEnvironment());
		assertThatExceptionOfType(ConfigException.class)
			.isThrownBy(() -> new MembershipConfigMapper(properties).map(name).check())
			.withMessageContaining("control characters")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("\n"));
	}

	private static Map<String, Object> everySetting() {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("membership.cluster-name", "orders");
		properties.put("membership.transport.skip-inbound-label-check", "true");
		properties.put("membership.bind-address", "127.0.0.2");
		properties.put("membership.bind-port", "1001");
		properties.put("membership.advertise-address", "10.0.0.9");
		properties.put("membership.advertise-port", "1002");
		properties.put("membership.metadata", "größe");
		properties.put("membership.versions.gossip", "3");
		properties.put("membership.versions.delegate-min", "1");
		properties.put("membership.versions.delegate-max", "9");
		properties.put("membership.versions.delegate-current", "4");
		properties.put("membership.encryption.keys", "MDEyMzQ1Njc4OWFiY2RlZg==,ZmVkY2JhOTg3NjU0MzIxMA==");
		properties.put("membership.encryption.verify-incoming", "false");
		properties.put("membership.encryption.verify-outgoing", "false");
		properties.put("membership.transport.compression", "false");
		properties.put("membership.transport.cidrs-allowed", "10.0.0.0/8,fd00::/8");
		properties.put("membership.transport.strict-source", "false");
		properties.put("membership.probe.interval", "7s");
		properties.put("membership.probe.timeout", "6s");
		properties.put("membership.probe.indirect-checks", "9");
		properties.put("membership.probe.tcp-fallback", "false");
		properties.put("membership.probe.tcp-fallback-disabled-for", "x,y");
		properties.put("membership.probe.awareness-max-multiplier", "5");
		properties.put("membership.suspicion.multiplier", "11");
		properties.put("membership.suspicion.max-timeout-multiplier", "12");
		properties.put("membership.suspicion.stall-guard", "false");
		properties.put("membership.gossip.interval", "77");
		properties.put("membership.gossip.nodes", "8");
		properties.put("membership.gossip.to-the-dead-time", "99s");
		properties.put("membership.gossip.retransmit-multiplier", "13");
		properties.put("membership.gossip.immediate", "false");
		properties.put("membership.gossip.udp-buffer-size", "2KB");
		properties.put("membership.gossip.user-broadcast-share", "14");
		properties.put("membership.gossip.max-broadcasts", "15");
		properties.put("membership.push-pull.interval", "16s");
		properties.put("membership.transport.tcp-timeout", "17s");
		properties.put("membership.push-pull.user-state-timeout", "18s");
		properties.put("membership.members.dead-node-reclaim-time", "19s");
		properties.put("membership.members.dead-member-retention", "20s");
		properties.put("membership.members.max", "21");
		properties.put("membership.join", "a:1,[::1]:2,b/c:3");
		properties.put("membership.seeds.retry.enabled", "false");
		properties.put("membership.seeds.retry.initial-delay", "2s");
		properties.put("membership.seeds.retry.max-delay", "23s");
		properties.put("membership.seeds.retry.interval", "24s");
		properties.put("membership.events.queue-capacity", "25");
		properties.put("membership.transport.max-inbound-streams", "26");
		properties.put("membership.transport.max-inbound-streams-per-address", "27");
		properties.put("membership.transport.inbound-byte-budget", "2MB");
		return properties;
	}

	private static MemberlistConfig map(Map<String, Object> properties) {
		return new MembershipConfigMapper(bind(properties)).map("node");
	}

	private static MembershipProperties bind(Map<String, Object> properties) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		return bind(environment);
	}

	private static MembershipProperties bind(StandardEnvironment environment) {
		ConfigurationPropertySources.attach(environment);
		return Binder.get(environment).bindOrCreate("membership", Bindable.of(MembershipProperties.class));
	}

}
