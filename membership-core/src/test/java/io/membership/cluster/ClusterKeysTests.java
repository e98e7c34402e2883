package io.membership.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.membership.Keyring;
import io.membership.cluster.keys.KeyManager;
import io.membership.cluster.keys.KeyResult;
import io.membership.cluster.keys.KeyRotation;
import io.membership.cluster.keys.KeyringFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The keys of whole clusters, in virtual time. */
class ClusterKeysTests {

	private static final String OLD = "AQEBAQEBAQEBAQEBAQEBAQ==";

	private static final String NEW = "AgICAgICAgICAgICAgICAg==";

	private final SimulatedMembers members = new SimulatedMembers(23);

	@TempDir
	private Path directory;

	@Test
	void aKeyIsInstalledAndUsedAndTheOldOneRemovedOnEveryMember() {
		List<ListeningNode> three = form(3);
		KeyManager keys = three.get(1).cluster().keys();
		assertThat(this.members.await(keys.install(NEW)))
			.isEqualTo(new KeyResult(3, 3, 0, Map.of(), Map.of(), Map.of(), List.of()));
		assertThat(this.members.await(keys.list()))
			.isEqualTo(new KeyResult(3, 3, 0, Map.of(), Map.of(OLD, 3, NEW, 3), Map.of(OLD, 3), List.of()));
		assertThat(this.members.await(keys.use(NEW)).error()).isNull();
		assertThat(this.members.await(keys.list()).primaryKeys()).isEqualTo(Map.of(NEW, 3));
		assertThat(this.members.await(keys.remove(OLD)).error()).isNull();
		assertThat(three).allMatch((one) -> texts(one).equals(List.of(NEW)));
		this.members.run(30);
		three.forEach((one) -> three
			.forEach((other) -> assertThat(one.happened(other.name())).containsExactly(MemberEventType.JOIN)));
	}

	@Test
	void whenAllHaveAnsweredNobodyWaitsForTheDeadline() {
		List<ListeningNode> three = form(3);
		Duration before = this.members.simulation().now();
		this.members.await(three.get(0).cluster().keys().list());
		assertThat(this.members.simulation().now().minus(before)).isLessThan(Duration.ofSeconds(1));
	}

	@Test
	void whoDoesNotAnswerIsNamedAtTheDeadline() {
		List<ListeningNode> three = form(3);
		three.get(2).faults().pause(Duration.ofSeconds(4));
		KeyResult result = this.members.await(three.get(0).cluster().keys().install(NEW));
		assertThat(result.error()).isEqualTo("2/3 nodes reported success");
		assertThat(result.missing()).containsExactly("n2");
	}

	@Test
	void whoCannotDoItSaysWhy() {
		List<ListeningNode> three = form(3);
		KeyResult result = this.members.await(three.get(0).cluster().keys().use(NEW));
		assertThat(result.error()).isEqualTo("3/3 nodes reported failure");
		assertThat(result.messages()).isEqualTo(Map.of("n0", "requested key is not in the keyring", "n1",
				"requested key is not in the keyring", "n2", "requested key is not in the keyring"));
		assertThat(this.members.await(three.get(0).cluster().keys().remove(OLD)).messages()).containsEntry("n2",
				"removing the primary key is not allowed");
	}

	@Test
	void inAClusterWithoutKeysNothingSwitchesEncryptionOn() {
		List<ListeningNode> two = List.of(this.members.start("n0", (config) -> config),
				this.members.start("n1", (config) -> config));
		this.members.join(two);
		KeyResult result = this.members.await(two.get(0).cluster().keys().install(NEW));
		assertThat(result.messages()).isEqualTo(Map.of("n0", "No keyring to modify (encryption not enabled)", "n1",
				"No keyring to modify (encryption not enabled)"));
		assertThat(two).allMatch((one) -> one.cluster().memberlist().keyring().isEmpty());
		assertThat(this.members.await(two.get(0).cluster().keys().list()).messages()).containsEntry("n1",
				"Keyring is empty (encryption not enabled)");
		KeyRotation rotation = this.members.await(two.get(0).cluster().keys().rotate(NEW));
		assertThat(rotation.complete()).isFalse();
		assertThat(rotation.phase()).isEqualTo(KeyRotation.Phase.INSTALL);
		assertThat(rotation.notAnswered()).containsExactlyInAnyOrder("n0", "n1");
	}

	@Test
	void everyMemberKeepsItsKeysInAPrivateFileAndKnowsThemAfterARestart() throws IOException {
		List<ListeningNode> three = form(3);
		this.members.await(three.get(0).cluster().keys().rotate(NEW));
		for (ListeningNode one : three) {
			Path file = this.directory.resolve(one.name());
			assertThat(new KeyringFile(file).load().keys()).containsExactly(Base64.getDecoder().decode(NEW));
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		}
	}

	@Test
	void whoCannotWriteItsFileSaysSo() throws IOException {
		List<ListeningNode> three = form(3);
		Files.createDirectories(this.directory.resolve("n1/full"));
		KeyRotation rotation = this.members.await(three.get(0).cluster().keys().rotate(NEW));
		assertThat(rotation.complete()).isFalse();
		assertThat(rotation.problem()).isEqualTo("1/3 nodes reported failure");
		assertThat(rotation.notAnswered()).containsExactly("n1");
		assertThat(three).allMatch((one) -> texts(one).get(0).equals(OLD));
	}

	@Test
	void aListThatIsTooLongSaysSo() {
		List<String> many = new ArrayList<>(List.of(OLD));
		for (int i = 10; i < 70; i++) {
			byte[] key = new byte[32];
			key[0] = (byte) i;
			many.add(Base64.getEncoder().encodeToString(key));
		}
		List<ListeningNode> two = form(2, many);
		KeyResult result = this.members.await(two.get(0).cluster().keys().list());
		assertThat(result.error()).isNull();
		assertThat(result.messages()).containsOnlyKeys("n0", "n1");
		assertThat(result.messages().get("n1")).matches("truncated key list response, showing first \\d+ of 61 keys");
		assertThat(result.primaryKeys()).isEqualTo(Map.of(OLD, 2));
		KeyRotation rotation = this.members.await(two.get(0).cluster().keys().rotate(NEW));
		assertThat(rotation.complete()).isTrue();
		assertThat(two).allMatch((one) -> texts(one).equals(List.of(NEW)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "c2VjcmV0", "c2VjcmV0!!", "AQEBAQEBAQEBAQEBAQEBAQ=!" })
	void whatIsNoKeyIsRefusedWithoutBeingQuoted(String text) {
		List<ListeningNode> one = form(1);
		assertThat(one.get(0).cluster().keys().install(text)).isCompletedExceptionally();
		assertThatThrownBy(() -> one.get(0).cluster().keys().rotate(text).join())
			.hasCauseInstanceOf(IllegalArgumentException.class)
			.message()
			.doesNotContain("c2VjcmV0", "AQEB");
	}

	@Test
	void nothingThatIsToldOfKeysShowsThem() {
		List<ListeningNode> three = form(3);
		KeyResult list = this.members.await(three.get(0).cluster().keys().list());
		KeyRotation rotation = this.members.await(three.get(0).cluster().keys().rotate(NEW));
		assertThat(list.keys()).containsKey(OLD);
		assertThat(list + " " + rotation + " " + three.get(0).cluster().config()).doesNotContain(OLD, NEW);
	}

	@Test
	void aMemberWithRoomForOneRotationRefusesASecond() {
		List<ListeningNode> three = form(3);
		CompletableFuture<KeyRotation> first = three.get(0).cluster().keys().rotate(NEW);
		KeyRotation second = this.members.await(three.get(0).cluster().keys().rotate(NEW));
		assertThat(second.complete()).isFalse();
		assertThat(second.problem()).contains("another rotation");
		assertThat(this.members.await(first).complete()).isTrue();
		assertThat(this.members.await(three.get(0).cluster().keys().rotate(NEW)).complete()).isTrue();
	}

	private List<ListeningNode> form(int count) {
		return form(count, List.of(OLD));
	}

	private List<ListeningNode> form(int count, List<String> keys) {
		List<ListeningNode> formed = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String name = "n" + i;
			formed.add(this.members.start(name, this.members.simulation().nextAddress(),
					(config) -> config.withEncryption((encryption) -> encryption.withKeyring(Keyring.ofBase64(keys))),
					(config) -> config.withKeyringFile(this.directory.resolve(name))));
		}
		this.members.join(formed);
		return formed;
	}

	private static List<String> texts(ListeningNode one) {
		return one.cluster().memberlist().keyring().keys().stream().map(Base64.getEncoder()::encodeToString).toList();
	}

}
