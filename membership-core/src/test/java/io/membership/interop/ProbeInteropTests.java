package io.membership.interop;

import java.time.Duration;

import io.membership.gossip.MemberlistMetrics.ProbeOutcome;
import io.membership.netty.NettyTransportFactory;
import io.membership.wire.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.membership.interop.InteropCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/** The ways round a lost packet: ping by stream, ping through a third member, nack. */
@RequiresGoMemberlist
class ProbeInteropTests {

	@RegisterExtension
	final InteropCluster cluster = new InteropCluster();

	private final LossyTransports network = new LossyTransports(NettyTransportFactory.shared());

	@Test
	void whereNoPacketGetsThroughStreamPingsKeepBothSidesAlive() {
		GoPeer go = (GoPeer) this.cluster.start(Kind.GO.named("go"));
		this.network.losePackets(go.address());
		JavaPeer java = startJava(Kind.JAVA.named("java"));
		assertThat(java.join(go.joinAddress())).isEqualTo(1);
		eventually().untilAsserted(() -> {
			assertThat(java.memberlist().metrics().probes(ProbeOutcome.TCP)).isGreaterThanOrEqualTo(3);
			assertThat(go.log().split("Was able to connect to java but other probes failed")).hasSizeGreaterThan(3);
		});
		assertThat(java.lastingChangesOf("go")).containsExactly("join");
		assertThat(go.lastingChangesOf("java")).containsExactly("join");
		assertThat(java.memberlist().metrics().probes(ProbeOutcome.DIRECT)).isZero();
		assertThat(java.healthScore()).isZero();
		assertThat(go.healthScore()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void aThirdMemberProbesForBothSides(Kind helper) {
		GoPeer go = (GoPeer) this.cluster.start(Kind.GO.named("go").tcpPings(false).suspicionMult(20));
		this.network.losePackets(go.address());
		JavaPeer java = startJava(Kind.JAVA.named("java").tcpPings(false).suspicionMult(20));
		Peer third = this.cluster.start(helper.named("third"));
		assertThat(third.join(go.joinAddress(), java.joinAddress())).isEqualTo(2);
		this.cluster.awaitAgreement(go, java, third);
		int lost = this.network.lostInbound();
		eventually().untilAsserted(() -> {
			assertThat(java.memberlist().metrics().probes(ProbeOutcome.INDIRECT)).isGreaterThanOrEqualTo(4);
			assertThat(this.network.lostInbound() - lost).isGreaterThanOrEqualTo(6);
		});
		assertThat(java.lastingChangesOf("go")).containsExactly("join");
		assertThat(java.memberlist().metrics().probes(ProbeOutcome.FAILED)).isZero();
		assertThat(go.lastingChangesOf("java")).containsExactly("join");
		// Of three nodes, memberlist 0.2.2 fails to choose the only helper once in forty
		// times.
		assertThat(go.log().split("Suspect java has failed")).hasSizeLessThan(4);
	}

	@Test
	void aGoMemberThatProbedInVainForUsSaysSo() {
		// Direct probe and the helper's must both fail before the interval is over.
		Duration interval = Duration.ofMillis(800);
		Duration timeout = Duration.ofMillis(100);
		JavaPeer java = startJava(Kind.JAVA.named("java").probe(interval, timeout));
		Peer helper = this.cluster.start(Kind.GO.named("helper").probe(interval, timeout));
		Peer target = this.cluster.start(Kind.GO.named("target"));
		assertThat(java.join(helper.joinAddress(), target.joinAddress())).isEqualTo(2);
		this.cluster.awaitAgreement(java, helper, target);
		target.kill();
		eventually().untilAsserted(() -> {
			assertThat(java.memberlist().metrics().messagesReceived(MessageType.NACK)).isPositive();
			assertThat(java.stateOf("target")).isEqualTo("dead");
		});
		assertThat(java.healthScore()).isZero();
	}

	private JavaPeer startJava(PeerOptions options) {
		return (JavaPeer) this.cluster.start(((JavaPeerOptions) options).transports(this.network));
	}

}
