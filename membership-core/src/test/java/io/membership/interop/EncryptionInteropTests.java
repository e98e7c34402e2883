package io.membership.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.membership.interop.InteropCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/** Keys shared with HashiCorp's members: sizes, versions, rotation, and switching on. */
@RequiresGoMemberlist
class EncryptionInteropTests {

	private static final byte[] KEY = key(32, 1);

	private static final byte[] OTHER_KEY = key(16, 2);

	@RegisterExtension
	final InteropCluster cluster = new InteropCluster();

	/** Protocol version 1 encrypts with version 0, which pads. */
	@ParameterizedTest
	@CsvSource({ "16,2,2", "24,2,2", "32,2,2", "16,1,1", "24,1,1", "32,1,1", "32,1,2", "32,2,1" })
	void aKeyOfAnySizeAndEitherEncryptionVersionIsShared(int bytes, int versionOfGo, int versionOfJava) {
		byte[] key = key(bytes, 7);
		Peer go = this.cluster
			.startAtReservedPort(Kind.GO.named("go").keys(key).protocolVersion(versionOfGo).localState("state of go"));
		Peer java = this.cluster.start(this.cluster.onPortOf(go,
				Kind.JAVA.named("java").keys(key).protocolVersion(versionOfJava).localState("state of java")));
		assertThat(java.join(go.joinAddress())).isEqualTo(1);
		this.cluster.awaitAgreement(go, java);
		// All lengths around the block size, for the padding.
		List<String> texts = IntStream.range(1, 18).mapToObj("x"::repeat).toList();
		for (String text : texts) {
			go.sendBestEffort("java", text);
			java.sendBestEffort("go", text);
			go.sendReliable("java", text + "!");
			java.sendReliable("go", text + "!");
		}
		go.updateMeta("of go");
		java.updateMeta("of java");
		eventually().untilAsserted(() -> {
			assertThat(java.messages()).containsAll(texts).hasSize(2 * texts.size());
			assertThat(go.messages()).containsAll(texts).hasSize(2 * texts.size());
			assertThat(java.metaOf("go")).isEqualTo("of go");
			assertThat(go.metaOf("java")).isEqualTo("of java");
			assertThat(java.remoteStates(true)).containsExactly("state of go");
			assertThat(go.remoteStates(true)).containsExactly("state of java");
		});
		assertThat(InteropCluster.ping(java, "go")).isPositive();
		InteropCluster.ping(go, "java");
		java.leave(Duration.ofSeconds(10));
		eventually().untilAsserted(() -> assertThat(go.stateOf("java")).isEqualTo("left"));
	}

	@ParameterizedTest
	@EnumSource
	void aWrongKeyKeepsOut(Kind joiner) {
		Peer inside = this.cluster.start(joiner.other().named("inside").keys(KEY));
		Peer outside = this.cluster.start(joiner.named("outside").keys(OTHER_KEY));
		assertJoinFails(outside, inside);
	}

	@ParameterizedTest
	@EnumSource
	void plaintextKeepsOutOfAnEncryptedCluster(Kind joiner) {
		Peer inside = this.cluster.start(joiner.other().named("inside").keys(KEY));
		Peer outside = this.cluster.start(joiner.named("outside"));
		assertJoinFails(outside, inside);
	}

	@ParameterizedTest
	@EnumSource
	void aKeyKeepsOutOfAPlaintextCluster(Kind joiner) {
		Peer inside = this.cluster.start(joiner.other().named("inside"));
		Peer outside = this.cluster.start(joiner.named("outside").keys(KEY));
		assertJoinFails(outside, inside);
	}

	@Test
	void theReasonWhyGoRefusesAJoinIsReported() {
		Peer go = this.cluster.start(Kind.GO.named("go").keys(KEY));
		JavaPeer java = (JavaPeer) this.cluster.start(Kind.JAVA.named("java"));
		assertThat(java.memberlist().join(List.of(go.joinAddress())).join().failures().values()).singleElement()
			.asString()
			.containsIgnoringCase("encrypt");
	}

	@Test
	void keysAreRotatedWithoutAFlap() {
		List<Peer> peers = startAll((options) -> options.keys(KEY));
		peers.forEach((peer) -> peer.addKey(OTHER_KEY));
		assertEverybodyHearsEverybody(peers, "with both keys");
		// One by one: meanwhile some encrypt with the old key and some with the new.
		for (Peer peer : peers) {
			peer.useKey(OTHER_KEY);
			assertEverybodyHearsEverybody(peers, "since " + peer.name() + " uses the new key");
		}
		peers.forEach((peer) -> peer.removeKey(KEY));
		assertEverybodyHearsEverybody(peers, "with the new key only");
		Peer late = this.cluster.start(Kind.GO.namedInCluster("late").keys(OTHER_KEY));
		assertThat(late.join(peers.get(2).joinAddress())).isEqualTo(1);
		for (Peer peer : peers) {
			for (Peer other : peers) {
				// Our members also see their own join, Go's too.
				assertThat(peer.lastingChangesOf(other.name())).as("%s about %s", peer.name(), other.name())
					.containsExactly("join");
			}
		}
	}

	@Test
	void aClusterIsEncryptedMemberByMemberWithoutBreaking() {
		List<Peer> peers = startAll((options) -> options);
		List<UnaryOperator<PeerOptions>> stages = List.of(
				(options) -> options.keys(KEY).verifyIncoming(false).verifyOutgoing(false),
				(options) -> options.keys(KEY).verifyIncoming(false).verifyOutgoing(true),
				(options) -> options.keys(KEY).verifyIncoming(true).verifyOutgoing(true));
		for (int stage = 0; stage < stages.size(); stage++) {
			for (int i = 0; i < peers.size(); i++) {
				restart(peers, i, stages.get(stage));
				assertEverybodyHearsEverybody(peers, "stage " + stage + "." + i);
			}
		}
		Peer outside = this.cluster.start(Kind.JAVA.named("outside"));
		assertJoinFails(outside, peers.get(0));
		for (Peer peer : peers) {
			for (Peer other : peers) {
				assertThat(peer.lastingChangesOf(other.name())).as("%s about %s", peer.name(), other.name())
					.doesNotContain("dead");
			}
		}
	}

	private void restart(List<Peer> peers, int i, UnaryOperator<PeerOptions> settings) {
		Peer old = peers.get(i);
		old.leave(Duration.ofSeconds(10));
		List<Peer> others = new ArrayList<>(peers);
		others.remove(old);
		eventually().untilAsserted(
				() -> assertThat(others).allSatisfy((peer) -> assertThat(peer.stateOf(old.name())).isEqualTo("left")));
		old.close();
		Kind kind = (old instanceof GoPeer) ? Kind.GO : Kind.JAVA;
		Peer fresh = this.cluster.start(settings.apply(kind.namedInCluster(old.name()).port(old.address().getPort())));
		peers.set(i, fresh);
		assertThat(fresh.join(others.get(0).joinAddress())).isEqualTo(1);
		this.cluster.awaitAgreement(peers);
	}

	/** Two of each kind, in turns, joined. */
	private List<Peer> startAll(UnaryOperator<PeerOptions> settings) {
		List<Peer> peers = new ArrayList<>();
		for (String name : List.of("go-1", "java-1", "go-2", "java-2")) {
			Kind kind = name.startsWith("go") ? Kind.GO : Kind.JAVA;
			peers.add(this.cluster.startAtReservedPort(settings.apply(kind.namedInCluster(name))));
		}
		for (Peer peer : peers.subList(1, peers.size())) {
			assertThat(peer.join(peers.get(0).joinAddress())).isEqualTo(1);
		}
		this.cluster.awaitAgreement(peers);
		return peers;
	}

	private void assertEverybodyHearsEverybody(List<Peer> peers, String when) {
		for (Peer from : peers) {
			for (Peer to : peers) {
				if (from != to) {
					from.sendReliable(to.name(), from.name() + " by stream " + when);
					eventually().untilAsserted(() -> {
						from.sendBestEffort(to.name(), from.name() + " by packet " + when);
						assertThat(to.messages()).contains(from.name() + " by packet " + when);
					});
				}
			}
		}
		eventually()
			.untilAsserted(() -> assertThat(peers).allSatisfy((to) -> assertThat(peers).filteredOn((from) -> from != to)
				.allSatisfy((from) -> assertThat(to.messages()).contains(from.name() + " by stream " + when))));
		this.cluster.awaitAgreement(peers);
	}

	private static void assertJoinFails(Peer outside, Peer inside) {
		try {
			assertThat(outside.join(inside.joinAddress())).isZero();
		}
		catch (GoPeer.GoPeerException ex) {
			assertThat(ex).hasMessageContaining("Failed to join");
		}
		assertThat(outside.alive()).containsExactly("outside");
		assertThat(inside.stateOf("outside")).isEqualTo("unknown");
	}

	private static byte[] key(int bytes, int fill) {
		byte[] key = new byte[bytes];
		Arrays.fill(key, (byte) fill);
		return key;
	}

}
