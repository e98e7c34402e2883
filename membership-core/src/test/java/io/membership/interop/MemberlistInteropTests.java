package io.membership.interop;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.membership.interop.InteropCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * One of our members and one of HashiCorp's: whatever one does, the other sees. Every
 * scenario runs both ways round; its parameter is who acts.
 */
@RequiresGoMemberlist
class MemberlistInteropTests {

	private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(10);

	@RegisterExtension
	final InteropCluster cluster = new InteropCluster();

	@ParameterizedTest
	@EnumSource
	void aJoinShowsBothSidesTheOther(Kind joiner) {
		Peer a = this.cluster.start(joiner.named("a").meta("meta of a"));
		Peer b = this.cluster.start(joiner.other().named("b").meta("meta of b"));
		assertThat(a.join(b.joinAddress())).isEqualTo(1);
		this.cluster.awaitAgreement(a, b);
		assertThat(a.metaOf("b")).isEqualTo("meta of b");
		assertThat(b.metaOf("a")).isEqualTo("meta of a");
		assertThat(a.addressOf("b")).isEqualTo(b.address());
		assertThat(b.addressOf("a")).isEqualTo(a.address());
		assertThat(a.versionsOf("b")).containsExactly(1, 5, 2, 0, 0, 0);
		assertThat(b.versionsOf("a")).containsExactly(1, 5, 2, 0, 0, 0);
		eventually().untilAsserted(() -> {
			assertThat(a.lastingChangesOf("b")).containsExactly("join");
			assertThat(b.lastingChangesOf("a")).containsExactly("join");
		});
	}

	@ParameterizedTest
	@EnumSource
	void aJoinAddressMayCarryTheNameOfTheMember(Kind joiner) {
		Peer a = this.cluster.start(joiner.named("a"));
		Peer b = this.cluster.start(joiner.other().named("b"));
		assertThat(a.join("b/" + b.joinAddress())).isEqualTo(1);
		this.cluster.awaitAgreement(a, b);
	}

	@ParameterizedTest
	@EnumSource
	void aJoinOverIpv6ShowsBothSidesTheOther(Kind joiner) throws UnknownHostException {
		InetAddress loopback = Inet6Address.getByName("::1");
		Peer a = this.cluster.start(joiner.named("a").bind(loopback));
		Peer b = this.cluster.start(joiner.other().named("b").bind(loopback));
		assertThat(a.join(b.joinAddress())).isEqualTo(1);
		this.cluster.awaitAgreement(a, b);
		assertThat(b.addressOf("a")).isEqualTo(a.address());
		a.sendBestEffort("b", "by packet");
		eventually().untilAsserted(() -> assertThat(b.messages()).containsExactly("by packet"));
	}

	@ParameterizedTest
	@EnumSource
	void changedMetadataReachesTheOtherSide(Kind changer) {
		Peer a = this.cluster.start(changer.named("a").meta("before"));
		Peer b = joined(a, changer.other().named("b"));
		String longest = "x".repeat(512);
		a.updateMeta("after");
		eventually().untilAsserted(() -> assertThat(b.metaOf("a")).isEqualTo("after"));
		a.updateMeta(longest);
		eventually().untilAsserted(() -> assertThat(b.metaOf("a")).isEqualTo(longest));
		a.updateMeta("");
		eventually().untilAsserted(() -> assertThat(b.metaOf("a")).isEmpty());
		eventually().untilAsserted(
				() -> assertThat(b.lastingChangesOf("a")).containsExactly("join", "update", "update", "update"));
	}

	@ParameterizedTest
	@EnumSource
	void userMessagesArriveByPacketAndByStream(Kind sender) {
		Peer a = this.cluster.start(sender.named("a"));
		Peer b = joined(a, sender.other().named("b"));
		String aPacketFull = "incompressible? no: \u00e9\u0000\n".repeat(50);
		String aMegabyte = "0123456789abcdef".repeat(64 * 1024);
		a.sendBestEffort("b", "by packet");
		a.sendBestEffort("b", aPacketFull);
		a.sendReliable("b", "by stream");
		a.sendReliable("b", aMegabyte);
		eventually().untilAsserted(() -> assertThat(b.messages()).containsExactlyInAnyOrder("by packet", aPacketFull,
				"by stream", aMegabyte));
	}

	@ParameterizedTest
	@EnumSource
	void aUserBroadcastIsGossiped(Kind sender) {
		Peer a = this.cluster.start(sender.named("a"));
		Peer b = joined(a, sender.other().named("b"));
		for (int i = 0; i < 20; i++) {
			a.broadcast("broadcast " + i);
		}
		eventually()
			.untilAsserted(() -> assertThat(b.messages()).contains("broadcast 0", "broadcast 10", "broadcast 19"));
	}

	@ParameterizedTest
	@EnumSource
	void userStateIsExchangedWithTheJoinAndEveryPushPullAfterIt(Kind joiner) {
		Peer a = this.cluster
			.start(joiner.named("a").localState("state of a").pushPullInterval(Duration.ofMillis(300)));
		String large = "state of b ".repeat(20_000);
		Peer b = this.cluster.start(joiner.other().named("b"));
		b.localState(large);
		a.join(b.joinAddress());
		eventually().untilAsserted(() -> {
			assertThat(a.remoteStates(true)).containsExactly(large);
			assertThat(b.remoteStates(true)).containsExactly("state of a");
		});
		a.localState("newer state of a");
		eventually().untilAsserted(() -> {
			assertThat(b.remoteStates(false)).contains("newer state of a");
			assertThat(a.remoteStates(false)).contains(large);
		});
	}

	@ParameterizedTest
	@EnumSource
	void aPingGivesTheRoundTripAndAProbeThePayload(Kind pinger) {
		Peer a = this.cluster.start(pinger.named("a").ackPayload("pong of a"));
		Peer b = joined(a, pinger.other().named("b").ackPayload("pong of b"));
		assertThat(InteropCluster.ping(a, "b")).isGreaterThanOrEqualTo(shortest(pinger));
		eventually().untilAsserted(() -> assertThat(a.answeredProbes()).first().satisfies((probe) -> {
			assertThat(probe.name()).isEqualTo("b");
			assertThat(probe.roundTrip()).isGreaterThanOrEqualTo(shortest(pinger));
			assertThat(probe.payload()).isEqualTo("pong of b");
		}));
		b.kill();
		assertThatThrownBy(() -> a.ping("b")).hasMessageContaining("No response from node b");
	}

	@ParameterizedTest
	@EnumSource
	void aGracefulLeaveIsSeenAsLeft(Kind leaver) {
		Peer a = this.cluster.start(leaver.named("a"));
		Peer b = joined(a, leaver.other().named("b"));
		a.leave(LEAVE_TIMEOUT);
		a.kill();
		eventually().untilAsserted(() -> {
			assertThat(b.stateOf("a")).isEqualTo("left");
			assertThat(b.lastingChangesOf("a")).containsExactly("join", "left");
		});
	}

	@ParameterizedTest
	@EnumSource
	void aKilledMemberIsSeenAsFailed(Kind killed) {
		Peer a = this.cluster.start(killed.named("a"));
		Peer b = joined(a, killed.other().named("b"));
		a.kill();
		eventually().untilAsserted(() -> {
			assertThat(b.stateOf("a")).isEqualTo("dead");
			assertThat(b.lastingChangesOf("a")).containsExactly("join", "dead");
		});
	}

	@ParameterizedTest
	@EnumSource
	void aKilledMemberThatReturnsUnderItsNameAndAddressIsAMemberAgain(Kind killed) {
		Peer a = this.cluster.startAtReservedPort(killed.named("a").meta("first life"));
		Peer b = joined(a, killed.other().named("b"));
		a.updateMeta("first life, changed");
		a.updateMeta("first life, changed twice");
		InetSocketAddress address = a.address();
		a.kill();
		eventually().untilAsserted(() -> assertThat(b.stateOf("a")).isEqualTo("dead"));
		Peer again = this.cluster.start(killed.named("a").port(address.getPort()).meta("second life"));
		assertThat(again.join(b.joinAddress())).isEqualTo(1);
		this.cluster.awaitAgreement(again, b);
		eventually().untilAsserted(() -> assertThat(b.metaOf("a")).isEqualTo("second life"));
		assertThat(b.addressOf("a")).isEqualTo(address);
	}

	@ParameterizedTest
	@EnumSource
	void aMemberThatLeftMayReturnFromAnotherAddress(Kind leaver) {
		Peer a = this.cluster.start(leaver.named("a"));
		// Go hands the name on at once; ours waits here too, for the leave may be forged.
		Peer b = joined(a, leaver.other().named("b").reclaimTime(Duration.ofMillis(500)));
		a.leave(LEAVE_TIMEOUT);
		eventually().untilAsserted(() -> assertThat(b.stateOf("a")).isEqualTo("left"));
		// The old one still holds its port, so the new one gets another.
		Peer again = this.cluster.start(leaver.named("a"));
		a.kill();
		assertThat(again.join(b.joinAddress())).isEqualTo(1);
		this.cluster.awaitAgreement(again, b);
		assertThat(b.addressOf("a")).isEqualTo(again.address());
	}

	@ParameterizedTest
	@EnumSource
	void aFailedNameReturnsFromAnotherAddressAfterTheReclaimTime(Kind returning) {
		Peer a = this.cluster.start(returning.named("a"));
		Peer b = joined(a, returning.other().named("b").reclaimTime(Duration.ofMillis(500)));
		a.kill();
		eventually().untilAsserted(() -> assertThat(b.stateOf("a")).isEqualTo("dead"));
		Peer again = this.cluster.start(returning.named("a"));
		eventually().pollInterval(Duration.ofMillis(250)).untilAsserted(() -> {
			again.join(b.joinAddress());
			assertThat(b.addressOf("a")).isEqualTo(again.address());
			assertThat(b.stateOf("a")).isEqualTo("alive");
		});
	}

	@ParameterizedTest
	@EnumSource
	void anAddressThatClaimsALivingNameIsAConflict(Kind claimant) {
		Peer first = this.cluster.start(claimant.other().named("twin"));
		Peer a = joined(first, claimant.other().named("a"));
		Peer second = this.cluster.start(claimant.named("twin"));
		second.join(a.joinAddress());
		Peer.NameConflict conflict = new Peer.NameConflict("twin", first.address(), second.address());
		eventually().untilAsserted(() -> assertThat(a.conflicts()).contains(conflict));
		assertThat(a.addressOf("twin")).isEqualTo(first.address());
	}

	@ParameterizedTest
	@CsvSource({ "true,true", "true,false", "false,true", "false,false" })
	void compressionIsEachSidesOwnChoice(boolean compressingGo, boolean compressingJava) {
		Peer a = this.cluster
			.start(Kind.GO.named("a").compression(compressingGo).meta("meta".repeat(100)).localState("state of a"));
		Peer b = joined(a,
				Kind.JAVA.named("b").compression(compressingJava).meta("meta".repeat(120)).localState("state of b"));
		String text = "well compressible ".repeat(60);
		a.sendBestEffort("b", text);
		a.sendReliable("b", text);
		b.sendBestEffort("a", text);
		b.sendReliable("a", text);
		eventually().untilAsserted(() -> {
			assertThat(a.messages()).containsExactly(text, text);
			assertThat(b.messages()).containsExactly(text, text);
			assertThat(a.remoteStates(true)).containsExactly("state of b");
			assertThat(b.remoteStates(true)).containsExactly("state of a");
		});
		assertThat(a.metaOf("b")).isEqualTo("meta".repeat(120));
		assertThat(b.metaOf("a")).isEqualTo("meta".repeat(100));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5 })
	void everyProtocolVersionIsSpokenToTheDefaultOne(int version) {
		Peer go = this.cluster.startAtReservedPort(Kind.GO.named("go").protocolVersion(version));
		Peer java = joined(go, this.cluster.onPortOf(go, Kind.JAVA.named("java")));
		Peer speaker = this.cluster
			.start(this.cluster.onPortOf(go, Kind.JAVA.named("speaker").protocolVersion(version)));
		assertThat(speaker.join(go.joinAddress())).isEqualTo(1);
		this.cluster.awaitAgreement(go, java, speaker);
		assertThat(java.versionsOf("go")).containsExactly(1, 5, version, 0, 0, 0);
		assertThat(go.versionsOf("speaker")).containsExactly(1, 5, version, 0, 0, 0);
		go.updateMeta("of go");
		speaker.updateMeta("of speaker");
		eventually().untilAsserted(() -> {
			assertThat(java.metaOf("go")).isEqualTo("of go");
			assertThat(java.metaOf("speaker")).isEqualTo("of speaker");
			assertThat(go.metaOf("speaker")).isEqualTo("of speaker");
		});
		assertThat(InteropCluster.ping(java, "go")).isPositive();
		InteropCluster.ping(go, "speaker");
	}

	@Test
	void aFrozenGoMemberIsSuspectedAndRefutesWhenItWakes() {
		GoPeer go = (GoPeer) this.cluster.start(Kind.GO.named("go"));
		// Patient enough that the suspicion cannot run out while the test looks.
		Peer java = joined(go, Kind.JAVA.named("java").suspicionMult(60));
		go.freeze();
		eventually().untilAsserted(() -> assertThat(java.stateOf("go")).isEqualTo("suspect"));
		go.thaw();
		eventually().untilAsserted(() -> {
			assertThat(java.stateOf("go")).isEqualTo("alive");
			assertThat(java.changesOf("go")).startsWith("join", "suspect", "recovered");
			assertThat(java.lastingChangesOf("go")).containsExactly("join");
		});
		assertThat(go.node("go").orElseThrow().incarnation()).isGreaterThan(1);
	}

	/**
	 * memberlist reads the clock only after it has sent the ping, when the ack may be
	 * there already.
	 */
	private static Duration shortest(Kind pinger) {
		return (pinger == Kind.GO) ? Duration.ofMillis(-100) : Duration.ofNanos(1);
	}

	private Peer joined(Peer to, PeerOptions options) {
		Peer peer = this.cluster.start(options);
		assertThat(peer.join(to.joinAddress())).isEqualTo(1);
		this.cluster.awaitAgreement(to, peer);
		return peer;
	}

}
