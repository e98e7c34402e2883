package io.membership.gossip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.wire.WireDrop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Labels where gossip is concerned; the header itself is tested with the wire format. */
class LabelledGossipTests {

	private final SimulatedCluster cluster = new SimulatedCluster(81);

	// L4
	@Test
	void aMemberWithAnotherLabelIsNotHeardAndTheDropsAreCounted() {
		SimulatedMember red = this.cluster.start("red", (config) -> config.withLabel("red"));
		ScriptedPeer blue = new ScriptedPeer(this.cluster, "blue", this.cluster.simulation.nextAddress(), "blue");
		ScriptedPeer none = new ScriptedPeer(this.cluster, "none", this.cluster.simulation.nextAddress(), "");
		ScriptedPeer ours = new ScriptedPeer(this.cluster, "ours", this.cluster.simulation.nextAddress(), "red");
		blue.tell(red, blue.alive(1));
		none.tell(red, none.alive(1));
		ours.tell(red, ours.alive(1));
		assertThat(red.alive()).containsExactly("ours", "red");
		assertThat(red.list.metrics().drops(WireDrop.LABEL_MISMATCH)).isEqualTo(2);
		assertThat(ours.exchange(red, true, ours.entry(1, MemberStatus.ALIVE)).nodes()).hasSize(2);
	}

	// L5
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 100, 255 })
	void aPacketFullOfGossipLeavesRoomForTheLabel(int length) {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withLabel("x".repeat(length))
					.withTransport((transport) -> transport.withCompression(false))
					.withGossip((gossip) -> gossip.withUdpBufferSize(1400)));
		ScriptedPeer b = new ScriptedPeer(this.cluster, "b", this.cluster.simulation.nextAddress(), "x".repeat(length));
		b.tell(a, b.alive(1));
		List<Integer> sizes = new ArrayList<>();
		this.cluster.simulation.network().observe((from, to, packet, outcome) -> {
			if (from.equals(a.address)) {
				sizes.add(packet.length);
			}
		});
		for (int i = 0; i < 2000; i++) {
			a.list.broadcast(Broadcast.unique(new byte[7 + i % 60]));
		}
		this.cluster.run(Duration.ofSeconds(20));
		// the checksum is within the size here; memberlist forgets to count it
		assertThat(sizes).isNotEmpty().allSatisfy((size) -> assertThat(size).isLessThanOrEqualTo(1400));
		assertThat(sizes).anySatisfy((size) -> assertThat(size).isGreaterThan(1350));
	}

}
