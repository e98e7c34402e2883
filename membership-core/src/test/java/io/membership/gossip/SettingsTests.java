package io.membership.gossip;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.membership.ConfigException;
import io.membership.Keyring;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What may be configured, and what a member makes of it. */
class SettingsTests {

	private final SimulatedCluster cluster = new SimulatedCluster(11);

	// M1
	@Test
	void memberlistsProtocolVersionIsSpokenUnlessAnotherIsSet() {
		assertThat(MemberlistConfig.lan("a").versions().gossip()).isEqualTo(2);
		assertThat(this.cluster.start("a").list.localMember().versions().protocolCurrent()).isEqualTo(2);
	}

	// M2
	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, -1, 0, 6, 255, Integer.MAX_VALUE })
	void aProtocolVersionOutOfRangeIsRefused(int version) {
		MemberlistConfig config = MemberlistConfig.lan("a").withVersions((versions) -> versions.withGossip(version));
		assertThatThrownBy(config::check).isInstanceOf(ConfigException.class)
			.hasMessageContaining("versions.gossip")
			.hasMessageContaining(String.valueOf(version));
	}

	// M2
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5 })
	void everyProtocolVersionInRangeIsSpoken(int version) {
		SimulatedMember member = this.cluster.start("a",
				(config) -> config.withVersions((versions) -> versions.withGossip(version)));
		assertThat(member.list.localMember().versions().protocolCurrent()).isEqualTo(version);
	}

	// M3
	@ParameterizedTest
	@ValueSource(ints = { 16, 24, 32 })
	void aKeyHas16Or24Or32Bytes(int bytes) {
		assertThat(MemberlistConfig.lan("a")
			.withEncryption((encryption) -> encryption.withKeyring(Keyring.of(List.of(new byte[bytes]))))
			.encryption()
			.keyring()
			.isEmpty()).isFalse();
	}

	// M3, M4
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 15, 17, 23, 25, 31, 33, 64 })
	void aKeyOfAnotherLengthIsRefusedAndNeverMeansPlaintext(int bytes) {
		List<byte[]> keys = List.of(new byte[bytes]);
		assertThatIllegalArgumentException().isThrownBy(() -> Keyring.of(keys))
			.withMessageContaining("key size must be 16, 24 or 32 bytes");
	}

	// M4
	@Test
	void withoutAKeyThereIsNoEncryption() {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withEncryption((encryption) -> encryption.withKeyring(Keyring.empty())));
		SimulatedMember b = this.cluster.start("b");
		assertThat(this.cluster.await(a.join(b)).reached()).isEqualTo(1);
		assertThat(a.list.keyring().isEmpty()).isTrue();
	}

	// M6
	@Test
	void aKeyringAloneIsEnoughForEncryption() {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withEncryption((encryption) -> encryption.withKeyring(TrafficTests.key(1))));
		SimulatedMember b = this.cluster.start("b",
				(config) -> config.withEncryption((encryption) -> encryption.withKeyring(TrafficTests.key(1))));
		this.cluster.simulation.network()
			.observe((from, to, packet, outcome) -> assertThat(new String(packet, StandardCharsets.ISO_8859_1))
				.doesNotContain("Node"));
		assertThat(this.cluster.await(a.join(b)).reached()).isEqualTo(1);
		this.cluster.run(Duration.ofSeconds(5));
		assertThat(this.cluster.agreed()).isTrue();
	}

	// M7
	@Test
	void aKeyThatIsAddedAndUsedBecomesThePrimaryOne() {
		byte[] old = new byte[16];
		byte[] secret = new byte[32];
		Arrays.fill(secret, (byte) 9);
		Keyring keyring = Keyring.of(List.of(old));
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withEncryption((encryption) -> encryption.withKeyring(keyring)));
		a.list.keyring().add(secret);
		a.list.keyring().use(secret);
		assertThat(a.list.keyring().primary()).isEqualTo(secret);
		assertThat(a.list.keyring().keys()).containsExactly(secret, old);
		SimulatedMember b = this.cluster.start("b", (config) -> config
			.withEncryption((encryption) -> encryption.withKeyring(Keyring.of(List.of(secret, old)))));
		assertThat(this.cluster.await(b.join(a)).reached()).isEqualTo(1);
		SimulatedMember stranger = this.cluster.start("c",
				(config) -> config.withEncryption((encryption) -> encryption.withKeyring(Keyring.of(List.of(old)))));
		assertThat(this.cluster.await(stranger.join(a)).reached()).isZero();
	}

	// M8
	@Test
	void thereIsNoLoggerToConfigureThatCouldContradictAnother() {
		assertThat(MemberlistConfig.class.getRecordComponents())
			.flatExtracting((component) -> component.getType().isRecord()
					? List.of(component.getType().getRecordComponents()) : List.of(component))
			.extracting((component) -> component.getName().toLowerCase())
			.noneMatch((name) -> name.contains("log"));
	}

	// M28
	@Test
	void everyMemberKnowsTheVersionsOfTheOthers() {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withVersions((versions) -> versions.withGossip(3)));
		SimulatedMember b = this.cluster.start("b", (config) -> config
			.withVersions((versions) -> versions.withDelegateMin(2).withDelegateMax(7).withDelegateCurrent(4)));
		SimulatedMember c = this.cluster.start("c", (config) -> config
			.withVersions((versions) -> versions.withDelegateMin(1).withDelegateMax(7).withDelegateCurrent(4)));
		assertThat(this.cluster.await(c.join(b)).reached()).isEqualTo(1);
		assertThat(c.list.member("b").orElseThrow().versions()).isEqualTo(new ProtocolVersions(1, 5, 2, 2, 7, 4));
		assertThat(b.list.member("c").orElseThrow().versions()).isEqualTo(new ProtocolVersions(1, 5, 2, 1, 7, 4));
		assertThat(a.list.localMember().versions()).isEqualTo(new ProtocolVersions(1, 5, 3, 0, 0, 0));
	}

}
