package io.membership.interop;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Two Go peers with each other: shows that the harness reports what memberlist does. */
@RequiresGoMemberlist
class GoPeerTests {

	private final List<GoPeer> peers = new ArrayList<>();

	@AfterEach
	void closePeers() {
		this.peers.forEach(GoPeer::close);
	}

	@Test
	void twoPeersJoinAndSeeEachOther() {
		GoPeer a = start(fast("a").meta("meta of a"));
		GoPeer b = start(fast("b").meta("meta of b"));
		assertThat(b.join(a.joinAddress())).isEqualTo(1);
		eventually().untilAsserted(() -> {
			assertThat(a.alive()).containsExactly("a", "b");
			assertThat(b.alive()).containsExactly("a", "b");
		});
		assertThat(a.node("b")).hasValueSatisfying((node) -> {
			assertThat(node.meta()).asString().isEqualTo("meta of b");
			assertThat(node.address()).isEqualTo(b.address());
			assertThat(node.incarnation()).isEqualTo(1);
			assertThat(node.vsn()).containsExactly(1, 5, 2, 0, 0, 0);
		});
		eventually().untilAsserted(() -> assertThat(a.events(GoEvent.Kind.JOIN, "b")).hasSize(1));
		assertThat(a.stateOf("nobody")).isEqualTo("unknown");
		assertThat(a.healthScore()).isZero();
	}

	@Test
	void metadataMessagesBroadcastsAndStateAreReported() {
		GoPeer a = start(fast("a").localState("state of a").ackPayload("pong of a"));
		GoPeer b = start(fast("b").localState("state of b").ackPayload("pong of b"));
		b.localState("newer state of b");
		b.join(a.joinAddress());
		a.updateMeta("changed");
		a.sendBestEffort("b", "by packet");
		a.sendReliable("b", "by stream \u00e9\n\"");
		a.broadcast("to all");
		assertThat(a.ping("b")).isPositive();
		eventually().untilAsserted(() -> {
			assertThat(b.events(GoEvent.Kind.UPDATE, "a")).singleElement()
				.satisfies((node) -> assertThat(node.meta()).asString().isEqualTo("changed"));
			assertThat(b.messages()).contains("by packet", "by stream \u00e9\n\"", "to all");
			assertThat(a.remoteStates()).contains("newer state of b");
			assertThat(b.remoteStates()).contains("state of a");
			assertThat(b.events(GoEvent.PingComplete.class)).anySatisfy((ping) -> {
				assertThat(ping.node().name()).isEqualTo("a");
				assertThat(ping.roundTrip()).isPositive();
				assertThat(ping.payload()).asString().isEqualTo("pong of a");
			});
		});
		assertThatExceptionOfType(GoPeer.GoPeerException.class).isThrownBy(() -> a.sendReliable("nobody", "lost"))
			.withMessageContaining("nobody");
	}

	@Test
	void aLeaveIsLeftAndAKillIsDead() {
		GoPeer a = start(fast("a"));
		GoPeer b = start(fast("b"));
		GoPeer c = start(fast("c"));
		assertThat(a.join(b.joinAddress(), c.joinAddress())).isEqualTo(2);
		eventually().untilAsserted(() -> assertThat(a.alive()).hasSize(3));
		b.leave(Duration.ofSeconds(5));
		b.shutdown();
		c.kill9();
		eventually().untilAsserted(() -> {
			assertThat(a.stateOf("b")).isEqualTo("left");
			assertThat(a.stateOf("c")).isEqualTo("dead");
		});
		assertThat(a.events(GoEvent.Kind.LEAVE, "b")).extracting(GoNode::state).containsExactly("left");
		assertThat(a.events(GoEvent.Kind.LEAVE, "c")).extracting(GoNode::state).containsExactly("dead");
		assertThatIllegalStateException().isThrownBy(c::healthScore).withMessageContaining("peer c");
	}

	@Test
	void aWrongKeyKeepsAPeerOutUntilItGetsTheRightOne() {
		byte[] key = new byte[16];
		byte[] other = "sixteen byte key".getBytes(StandardCharsets.US_ASCII);
		GoPeer a = start(fast("a").keys(key));
		GoPeer b = start(fast("b").keys(other));
		assertThatExceptionOfType(GoPeer.GoPeerException.class).isThrownBy(() -> b.join(a.joinAddress()));
		b.addKey(key);
		b.useKey(key);
		b.removeKey(other);
		assertThat(b.keys()).containsExactly("00".repeat(16));
		assertThat(b.join(a.joinAddress())).isEqualTo(1);
	}

	@Test
	void aSecondMemberOfOneNameIsAConflict() {
		GoPeer a = start(fast("a"));
		GoPeer first = start(fast("twin"));
		first.join(a.joinAddress());
		GoPeer second = start(fast("twin"));
		second.join(a.joinAddress());
		eventually().untilAsserted(() -> assertThat(a.events(GoEvent.Conflict.class)).first().satisfies((conflict) -> {
			assertThat(conflict.existing().address()).isEqualTo(first.address());
			assertThat(conflict.other().address()).isEqualTo(second.address());
		}));
	}

	@Test
	void aPeerEndsByItselfWhenItsInputCloses() {
		GoPeer a = start(fast("a"));
		a.close();
		assertThat(a.exitCode()).isZero();
	}

	@Test
	void aFlagThatMemberlistRefusesFailsTheStartAndSaysWhy() {
		assertThatIllegalStateException().isThrownBy(() -> start(fast("a").protocolVersion(9)))
			.withMessageContaining("Protocol version '9' too high");
	}

	private GoPeer start(GoPeerOptions options) {
		GoPeer peer = options.start();
		this.peers.add(peer);
		return peer;
	}

	private static GoPeerOptions fast(String name) {
		return GoPeer.named(name)
			.gossipInterval(Duration.ofMillis(20))
			.probe(Duration.ofMillis(200), Duration.ofMillis(100));
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
	}

}
