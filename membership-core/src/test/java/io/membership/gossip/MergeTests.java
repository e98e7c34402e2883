package io.membership.gossip;

import java.time.Duration;
import java.util.List;

import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.wire.Message;
import io.membership.wire.WireDrop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a member makes of the state that another one sends in a push/pull. */
class MergeTests {

	private final SimulatedCluster cluster = new SimulatedCluster(4, SimulatedCluster::quiet);

	private final SimulatedMember a = this.cluster.start("a");

	private final ScriptedPeer witness = ScriptedPeer.joined(this.cluster, "witness", this.a);

	private final ScriptedPeer b = new ScriptedPeer(this.cluster, "b");

	/**
	 * The local state of a node in incarnation 5, what the remote side says of it in
	 * which incarnation, and the result.
	 */
	// S40
	@ParameterizedTest
	@CsvSource({ "none, ALIVE 5, ALIVE 5", "none, SUSPECT 5, none", "none, FAILED 5, none", "none, LEFT 5, none",

			"ALIVE, ALIVE 4, ALIVE 5", "ALIVE, ALIVE 5, ALIVE 5", "ALIVE, ALIVE 6, ALIVE 6",
			"ALIVE, SUSPECT 4, ALIVE 5", "ALIVE, SUSPECT 5, SUSPECT 5", "ALIVE, SUSPECT 6, SUSPECT 6",
			"ALIVE, FAILED 4, ALIVE 5", "ALIVE, FAILED 5, SUSPECT 5", "ALIVE, FAILED 6, SUSPECT 6",
			"ALIVE, LEFT 4, ALIVE 5", "ALIVE, LEFT 5, LEFT 5", "ALIVE, LEFT 6, LEFT 6",

			"SUSPECT, ALIVE 5, SUSPECT 5", "SUSPECT, ALIVE 6, ALIVE 6", "SUSPECT, SUSPECT 6, SUSPECT 5",
			"SUSPECT, FAILED 5, SUSPECT 5", "SUSPECT, LEFT 4, SUSPECT 5", "SUSPECT, LEFT 5, LEFT 5",

			"FAILED, ALIVE 5, FAILED 5", "FAILED, ALIVE 6, ALIVE 6", "FAILED, SUSPECT 6, FAILED 5",
			"FAILED, FAILED 6, FAILED 5", "FAILED, LEFT 6, FAILED 5",

			"LEFT, ALIVE 5, LEFT 5", "LEFT, ALIVE 6, ALIVE 6", "LEFT, SUSPECT 6, LEFT 5", "LEFT, FAILED 6, LEFT 5",
			"LEFT, LEFT 6, LEFT 5" })
	void theStateOfANodeAfterAMergeDependsOnBothSides(String local, String remote, String result) {
		switch (local) {
			case "ALIVE" -> this.b.tell(this.a, this.b.alive(5));
			case "SUSPECT" -> this.b.tell(this.a, this.b.alive(5), this.witness.suspect("b", 5));
			case "FAILED" -> this.b.tell(this.a, this.b.alive(5), this.witness.dead("b", 5));
			case "LEFT" -> this.b.tell(this.a, this.b.alive(5), this.b.dead("b", 5));
			default -> assertThat(local).isEqualTo("none");
		}
		String[] said = remote.split(" ");
		this.witness.exchange(this.a, false, this.b.entry(Long.parseLong(said[1]), MemberStatus.valueOf(said[0])));
		assertThat(this.a.list.member("b").map((member) -> member.status() + " " + member.incarnation()).orElse("none"))
			.isEqualTo(result);
	}

	// S40
	@Test
	void whoIsDeadForTheOtherSideIsSuspectedInMyOwnName() {
		this.b.tell(this.a, this.b.alive(5));
		this.witness.heard.clear();
		this.witness.exchange(this.a, false, this.b.entry(5, MemberStatus.FAILED));
		this.cluster.run(Duration.ofSeconds(5));
		assertThat(this.witness.heard(Message.Suspect.class)).isNotEmpty()
			.allSatisfy((suspect) -> assertThat(suspect).isEqualTo(new Message.Suspect(5, "b", "a")));
	}

	// S40
	@Test
	void theAnswerHoldsEverybodyAlsoTheGoneInTheirState() {
		ScriptedPeer gone = ScriptedPeer.joined(this.cluster, "gone", this.a);
		ScriptedPeer left = ScriptedPeer.joined(this.cluster, "left", this.a);
		ScriptedPeer suspect = ScriptedPeer.joined(this.cluster, "suspect", this.a);
		this.witness.tell(this.a, this.witness.dead("gone", 1), left.dead("left", 1),
				this.witness.suspect("suspect", 1));
		Message.PushPull answer = this.witness.exchange(this.a, false);
		assertThat(answer.nodes()).extracting((node) -> node.name() + " " + MemberStatus.values()[node.state()])
			.containsExactlyInAnyOrder("a ALIVE", "witness ALIVE", "gone FAILED", "left LEFT", "suspect SUSPECT");
		assertThat(answer.join()).isFalse();
		assertThat(this.witness.exchange(this.a, true).join()).isTrue();
		assertThat(gone.address).isNotEqualTo(suspect.address);
	}

	// S45
	@Test
	void aNodeThatSpeaksAVersionThatSomebodyDoesNotUnderstandIsNotMerged() {
		this.b.vsn = new byte[] { 3, 5, 3, 0, 0, 0 };
		this.witness.exchange(this.a, false, this.b.entry(1, MemberStatus.ALIVE));
		// a speaks 2
		assertThat(this.a.list.member("b")).isEmpty();
		assertThat(this.a.list.metrics().drops(WireDrop.VERSION_INVALID)).isEqualTo(1);
	}

	// S45
	@Test
	void anIncompatibleDelegateVersionIsNotMergedEither() {
		this.b.vsn = new byte[] { 1, 5, 2, 4, 6, 5 };
		this.witness.exchange(this.a, true, this.b.entry(1, MemberStatus.ALIVE));
		assertThat(this.a.list.member("b")).isEmpty();
	}

	/** Pairs of version vectors (min, max, current), and whether they go together. */
	// S45
	@ParameterizedTest
	@CsvSource({ "152, 152, true", "111, 152, false", "122, 152, true", "355, 152, false", "121, 122, true",
			"121, 233, false", "132, 243, true", "132, 244, false", "155, 155, true" })
	void everyVersionSpokenMustBeUnderstoodByAll(String first, String second, boolean compatible) {
		List<Message.NodeState> core = List.of(node("x", first + "000"), node("y", second + "000"));
		List<Message.NodeState> delegate = List.of(node("x", "111" + first), node("y", "111" + second));
		assertThat(VersionRules.incompatibility(core, List.of()) == null).isEqualTo(compatible);
		assertThat(VersionRules.incompatibility(delegate, List.of()) == null).isEqualTo(compatible);
	}

	// S45
	@Test
	void versionsThatOverlapInPairsMustStillOverlapForAll() {
		List<Message.NodeState> chain = List.of(node("x", "132000"), node("y", "253000"), node("z", "142000"));
		assertThat(VersionRules.incompatibility(chain, List.of())).isNull();
		List<Message.NodeState> torn = List.of(node("x", "122000"), node("y", "242000"), node("z", "343000"));
		assertThat(VersionRules.incompatibility(torn, List.of()))
			.contains("protocol version (2) is incompatible: [3, 2]");
	}

	// S45
	@Test
	void oneBadRecordDoesNotKeepTheOthersOut() {
		Message.NodeState noVersions = node("bad", null, MemberStatus.ALIVE);
		Message.NodeState tooNew = node("tombstone", new byte[] { 9, 9, 9, 9, 9, 9 }, MemberStatus.FAILED);
		Message.NodeState short1 = node("short", new byte[] { 1 }, MemberStatus.ALIVE);
		Message.NodeState insane = node("insane", new byte[] { 5, 1, 9, 0, 0, 0 }, MemberStatus.ALIVE);
		this.witness.exchange(this.a, true, noVersions, tooNew, short1, insane, this.b.entry(1, MemberStatus.ALIVE));
		assertThat(this.a.status("b")).isEqualTo(MemberStatus.ALIVE);
		assertThat(this.a.list.member("insane")).isEmpty();
		assertThat(this.a.list.member("tombstone")).isEmpty();
	}

	private static Message.NodeState node(String name, String digits) {
		byte[] vsn = new byte[6];
		for (int i = 0; i < 6; i++) {
			vsn[i] = (byte) (digits.charAt(i) - '0');
		}
		return node(name, vsn, MemberStatus.ALIVE);
	}

	private static Message.NodeState node(String name, byte @Nullable [] vsn, MemberStatus status) {
		return new Message.NodeState(name, new byte[] { 10, 1, 1, (byte) name.hashCode() }, 7946, null, 1,
				status.ordinal(), vsn);
	}

}
