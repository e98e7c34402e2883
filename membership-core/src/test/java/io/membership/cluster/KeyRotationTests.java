package io.membership.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.membership.Keyring;
import io.membership.cluster.keys.KeyRotation;
import io.membership.cluster.keys.KeyRotation.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Rotations of keys while something goes wrong, in virtual time. */
class KeyRotationTests {

	private static final String OLD = "AQEBAQEBAQEBAQEBAQEBAQ==";

	private static final String OLDER = "AwMDAwMDAwMDAwMDAwMDAw==";

	private static final String NEW = "AgICAgICAgICAgICAgICAg==";

	@TempDir
	private Path directory;

	private SimulatedMembers members = new SimulatedMembers(24);

	@Test
	void aRotationGoesPhaseByPhaseAndRemovesAllOldKeys() {
		List<ListeningNode> five = form(5);
		KeyRotation rotation = this.members.await(five.get(0).cluster().keys().rotate(NEW));
		assertThat(rotation.complete()).isTrue();
		assertThat(rotation.problem()).isNull();
		assertThat(rotation.steps().stream().map(KeyRotation.Step::phase)).containsExactly(Phase.INSTALL,
				Phase.VERIFY_INSTALLED, Phase.USE, Phase.VERIFY_USED, Phase.REMOVE, Phase.REMOVE);
		assertThat(rotation.steps()).allMatch((step) -> step.members() == 5 && step.answers() == 5);
		assertThat(five).allMatch((one) -> keys(one).equals(List.of(NEW)));
		quiet(five);
	}

	@Test
	void aRotationThatIsRepeatedDoesNoHarm() {
		List<ListeningNode> five = form(5);
		this.members.await(five.get(0).cluster().keys().rotate(NEW));
		KeyRotation again = this.members.await(five.get(3).cluster().keys().rotate(NEW));
		assertThat(again.complete()).isTrue();
		assertThat(five).allMatch((one) -> keys(one).equals(List.of(NEW)));
		quiet(five);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void withATenthOfAllPacketsLostARotationEndsWhereItIsSafe(int seed) {
		this.members = new SimulatedMembers(100 + seed);
		List<ListeningNode> ten = form(10);
		this.members.simulation().network().loss(0.1);
		KeyRotation rotation = this.members.await(ten.get(0).cluster().keys().rotate(NEW));
		this.members.run(30);
		assertThat(rotation.complete() || !rotation.notAnswered().isEmpty()).isTrue();
		for (int i = 0; i < 5 && !rotation.complete(); i++) {
			rotation = this.members.await(ten.get(0).cluster().keys().rotate(NEW));
		}
		assertThat(rotation.complete()).isTrue();
		assertThat(ten).allMatch((one) -> keys(one).equals(List.of(NEW)));
		quiet(ten);
	}

	@ParameterizedTest
	@EnumSource
	void whoPausesBrieflyInAPhaseIsWaitedFor(Phase phase) {
		List<ListeningNode> five = form(5);
		CompletableFuture<KeyRotation> rotation = five.get(0).cluster().keys().rotate(NEW);
		begun(five.get(0), phase);
		five.get(4).faults().pause(Duration.ofSeconds(4));
		assertThat(this.members.await(rotation).complete()).isTrue();
		assertThat(five).allMatch((one) -> keys(one).equals(List.of(NEW)));
		quiet(five);
	}

	@ParameterizedTest
	@EnumSource
	void whoIsSilentInAPhaseStopsTheRotationAndIsNamedAndNobodyFlaps(Phase phase) {
		List<ListeningNode> five = form(5);
		ListeningNode silent = five.get(4);
		CompletableFuture<KeyRotation> started = five.get(0).cluster().keys().rotate(NEW);
		begun(five.get(0), phase);
		// its probes are answered, but nothing that needs another thread is
		silent.faults().stickBlocking(Duration.ofSeconds(30));
		KeyRotation stopped = this.members.await(started);
		this.members.run(40);
		quiet(five);
		// to look its keys up it needs no file
		boolean looks = phase == Phase.VERIFY_INSTALLED || phase == Phase.VERIFY_USED;
		assertThat(stopped.phase()).isEqualTo(looks ? Phase.values()[phase.ordinal() + 1] : phase);
		assertThat(stopped.complete()).isFalse();
		assertThat(stopped.problem()).isEqualTo("4/5 nodes reported success");
		assertThat(stopped.notAnswered()).containsExactly("n4");
		assertThat(this.members.await(five.get(0).cluster().keys().rotate(NEW)).complete()).isTrue();
		assertThat(five).allMatch((one) -> keys(one).equals(List.of(NEW)));
		quiet(five);
	}

	@ParameterizedTest
	@EnumSource
	void whoPausesForLongInAPhaseStopsTheRotationAndCanReadEverybodyWhenItIsBack(Phase phase) {
		List<ListeningNode> five = form(5);
		ListeningNode paused = five.get(4);
		CompletableFuture<KeyRotation> started = five.get(0).cluster().keys().rotate(NEW);
		begun(five.get(0), phase);
		paused.faults().pause();
		KeyRotation stopped = this.members.await(started);
		assertThat(stopped.complete()).isFalse();
		assertThat(stopped.phase()).isEqualTo(phase);
		assertThat(stopped.notAnswered()).containsExactly("n4");
		paused.faults().resume();
		this.members.expect(() -> five.stream().allMatch((one) -> one.alive() == 5), 60);
		for (ListeningNode one : five.subList(0, 4)) {
			for (ListeningNode other : five.subList(0, 4)) {
				assertThat(one.happened(other.name())).containsExactly(MemberEventType.JOIN);
			}
		}
		assertThat(this.members.await(five.get(0).cluster().keys().rotate(NEW)).complete()).isTrue();
		assertThat(five).allMatch((one) -> keys(one).equals(List.of(NEW)));
	}

	@Test
	void whoFailsBetweenTwoPhasesStopsTheRotationAsItMayComeBack() {
		List<ListeningNode> five = form(5);
		ListeningNode slow = five.get(3);
		ListeningNode failing = five.get(4);
		slow.faults().stickBlocking(Duration.ofMillis(8500));
		CompletableFuture<KeyRotation> started = five.get(0).cluster().keys().rotate(NEW);
		this.members.expect(() -> keys(failing).contains(NEW), 5);
		this.members.simulation().runFor(Duration.ofMillis(100));
		failing.faults().crash();
		this.members.expect(() -> five.get(0).alive() == 4, 8);
		assertThat(started).isNotDone();
		KeyRotation stopped = this.members.await(started);
		assertThat(stopped.steps()).containsExactly(new KeyRotation.Step(Phase.INSTALL, 5, 5, 0),
				new KeyRotation.Step(Phase.VERIFY_INSTALLED, 5, 4, 0));
		assertThat(stopped.notAnswered()).containsExactly("n4");
	}

	@Test
	void whoLeavesMeanwhileIsNotWaitedFor() {
		List<ListeningNode> five = form(5);
		CompletableFuture<KeyRotation> rotation = five.get(0).cluster().keys().rotate(NEW);
		begun(five.get(0), Phase.USE);
		five.get(4).cluster().leave().thenRun(() -> five.get(4).cluster().shutdown());
		assertThat(this.members.await(rotation).complete()).isTrue();
	}

	@Test
	void whoJoinsMeanwhileWithTheOldKeyOnlyStopsTheRotationAndIsNamed() {
		List<ListeningNode> five = form(5);
		CompletableFuture<KeyRotation> started = five.get(0).cluster().keys().rotate(NEW);
		begun(five.get(0), Phase.VERIFY_INSTALLED);
		// holds the phase up until the new one is there
		five.get(4).faults().pause(Duration.ofMillis(3500));
		ListeningNode late = start("late");
		late.join(five.get(1));
		KeyRotation stopped = this.members.await(started);
		assertThat(stopped.complete()).isFalse();
		assertThat(stopped.phase()).isEqualTo(Phase.VERIFY_INSTALLED);
		assertThat(stopped.notAnswered()).containsExactly("late");
		assertThat(this.members.await(five.get(0).cluster().keys().rotate(NEW)).complete()).isTrue();
		assertThat(keys(late)).containsExactly(NEW);
	}

	/** Lets time pass until a phase's query has just been sent. */
	private void begun(ListeningNode from, Phase phase) {
		long before = from.cluster().metrics().count(ClusterMetrics.Counter.QUERIES);
		this.members.expect(
				() -> from.cluster().metrics().count(ClusterMetrics.Counter.QUERIES) == before + phase.ordinal() + 1,
				60);
	}

	private void quiet(List<ListeningNode> all) {
		for (ListeningNode one : all) {
			for (ListeningNode other : all) {
				assertThat(one.happened(other.name())).containsExactly(MemberEventType.JOIN);
			}
		}
	}

	private List<ListeningNode> form(int count) {
		List<ListeningNode> formed = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			formed.add(start("n" + i));
		}
		this.members.join(formed);
		return formed;
	}

	private ListeningNode start(String name) {
		return this.members.start(name, this.members.simulation().nextAddress(),
				(config) -> config
					.withEncryption((encryption) -> encryption.withKeyring(Keyring.ofBase64(List.of(OLD, OLDER)))),
				(config) -> config.withKeyringFile(this.directory.resolve(name)));
	}

	private static List<String> keys(ListeningNode one) {
		return one.cluster().memberlist().keyring().keys().stream().map(Base64.getEncoder()::encodeToString).toList();
	}

}
