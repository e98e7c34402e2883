package io.membership.interop;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.membership.interop.InteropCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Go peers among themselves: shows that the harness reports what memberlist does. */
@RequiresGoMemberlist
class GoPeerTests {

	@RegisterExtension
	final InteropCluster cluster = new InteropCluster();

	@Test
	void twoPeersJoinAndSeeEachOther() {
		Peer a = this.cluster.start(named("a").meta("meta of a"));
		GoPeer b = start(named("b").meta("meta of b"));
		assertThat(b.join(a.joinAddress())).isEqualTo(1);
		this.cluster.awaitAgreement(a, b);
		assertThat(a.metaOf("b")).isEqualTo("meta of b");
		assertThat(a.addressOf("b")).isEqualTo(b.address());
		assertThat(a.versionsOf("b")).containsExactly(1, 5, 2, 0, 0, 0);
		assertThat(b.node("a").orElseThrow().incarnation()).isEqualTo(1);
		eventually().untilAsserted(() -> assertThat(a.lastingChangesOf("b")).containsExactly("join"));
		assertThat(a.stateOf("nobody")).isEqualTo("unknown");
		assertThat(a.healthScore()).isZero();
	}

	@Test
	void metadataMessagesBroadcastsAndStateAreReported() {
		Peer a = this.cluster.start(named("a").localState("state of a").ackPayload("pong of a"));
		Peer b = this.cluster.start(named("b").localState("state of b").pushPullInterval(Duration.ofMillis(200)));
		b.localState("newer state of b");
		b.join(a.joinAddress());
		a.updateMeta("changed");
		a.sendBestEffort("b", "by packet");
		a.sendReliable("b", "by stream \u00e9\n\"");
		a.broadcast("to all");
		InteropCluster.ping(a, "b");
		eventually().untilAsserted(() -> {
			assertThat(b.lastingChangesOf("a")).containsExactly("join", "update");
			assertThat(b.metaOf("a")).isEqualTo("changed");
			assertThat(b.messages()).contains("by packet", "by stream \u00e9\n\"", "to all");
			assertThat(a.remoteStates(true)).containsExactly("newer state of b");
			assertThat(b.remoteStates(true)).containsExactly("state of a");
			assertThat(b.remoteStates(false)).contains("state of a");
		});
		assertThatExceptionOfType(GoPeer.GoPeerException.class).isThrownBy(() -> a.sendReliable("nobody", "lost"))
			.withMessageContaining("nobody");
	}

	@Test
	void answeredProbesAreReportedWithTheirPayload() {
		Peer a = this.cluster.start(named("a").ackPayload("pong of a"));
		Peer b = this.cluster.start(named("b").ackPayload("pong of b"));
		b.join(a.joinAddress());
		eventually().untilAsserted(() -> assertThat(b.answeredProbes()).first().satisfies((probe) -> {
			assertThat(probe.name()).isEqualTo("a");
			assertThat(probe.payload()).isEqualTo("pong of a");
		}));
	}

	@Test
	void aLeaveIsLeftAndAKillIsDead() {
		Peer a = this.cluster.start(named("a"));
		GoPeer b = start(named("b"));
		Peer c = this.cluster.start(named("c"));
		assertThat(a.join(b.joinAddress(), c.joinAddress())).isEqualTo(2);
		this.cluster.awaitAgreement(a, b, c);
		b.leave(Duration.ofSeconds(5));
		b.shutdown();
		// only then: both copies of the leave may have gone to c, which has to pass it on
		eventually().untilAsserted(() -> assertThat(a.stateOf("b")).isEqualTo("left"));
		c.kill();
		eventually().untilAsserted(() -> assertThat(a.stateOf("c")).isEqualTo("dead"));
		eventually().untilAsserted(() -> {
			assertThat(a.lastingChangesOf("b")).containsExactly("join", "left");
			assertThat(a.lastingChangesOf("c")).containsExactly("join", "dead");
		});
		assertThatIllegalStateException().isThrownBy(c::healthScore).withMessageContaining("peer c");
	}

	@Test
	void aWrongKeyKeepsAPeerOutUntilItGetsTheRightOne() {
		byte[] key = new byte[16];
		byte[] other = "sixteen byte key".getBytes(StandardCharsets.US_ASCII);
		Peer a = this.cluster.start(named("a").keys(key));
		GoPeer b = start(named("b").keys(other));
		assertThatExceptionOfType(GoPeer.GoPeerException.class).isThrownBy(() -> b.join(a.joinAddress()));
		b.addKey(key);
		b.useKey(key);
		b.removeKey(other);
		assertThat(b.keys()).containsExactly("00".repeat(16));
		assertThat(b.join(a.joinAddress())).isEqualTo(1);
	}

	@Test
	void aSecondMemberOfOneNameIsAConflict() {
		Peer a = this.cluster.start(named("a"));
		Peer first = this.cluster.start(named("twin"));
		first.join(a.joinAddress());
		Peer second = this.cluster.start(named("twin"));
		second.join(a.joinAddress());
		eventually().untilAsserted(() -> assertThat(a.conflicts())
			.contains(new Peer.NameConflict("twin", first.address(), second.address())));
	}

	@Test
	void aPeerEndsByItselfWhenItsInputCloses() {
		GoPeer a = start(named("a"));
		a.close();
		assertThat(a.exitCode()).isZero();
	}

	@Test
	void aFlagThatMemberlistRefusesFailsTheStartAndSaysWhy() {
		assertThatIllegalStateException().isThrownBy(() -> named("a").protocolVersion(9).start())
			.withMessageContaining("Protocol version '9' too high");
	}

	private GoPeer start(PeerOptions options) {
		return (GoPeer) this.cluster.start(options);
	}

	private static PeerOptions named(String name) {
		return Kind.GO.named(name);
	}

}
