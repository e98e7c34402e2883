package io.membership.gossip;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;

import io.membership.Keyring;
import io.membership.gossip.MemberlistMetrics.ProbeOutcome;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.runtime.DropReason;
import io.membership.runtime.TransportDrop;
import io.membership.wire.Message;
import io.membership.wire.MessageCodec;
import io.membership.wire.MessageType;
import io.membership.wire.WireDrop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a member sends and answers, packet by packet and stream by stream. */
class TrafficTests {

	private final SimulatedCluster cluster = new SimulatedCluster(5,
			(config) -> config.withPushPull((pushPull) -> pushPull.withInterval(Duration.ZERO))
				.withSeeds((seeds) -> seeds.withRetry((retry) -> retry.withEnabled(false)))
				.withProbe((probe) -> probe.withInterval(Duration.ofHours(6)))
				.withTransport((transport) -> transport.withCompression(false)));

	private final SimulatedMember a = this.cluster.start("a");

	private final ScriptedPeer peer = new ScriptedPeer(this.cluster, "peer");

	// N1
	@Test
	void everyPingOfACompoundIsAnswered() {
		this.peer.tell(this.a, ping(1, "a"), ping(2, "a"), ping(3, "a"), ping(4, "a"), ping(5, "a"));
		assertThat(this.peer.heard(Message.Ack.class)).extracting(Message.Ack::seqNo)
			.containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
	}

	// N2
	@ParameterizedTest
	@ValueSource(longs = { 0, 42, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL })
	void aPingIsAnsweredWithItsSequenceNumber(long sequence) {
		this.peer.tell(this.a, ping(sequence, "a"));
		assertThat(this.peer.heard(Message.Ack.class)).extracting(Message.Ack::seqNo).containsExactly(sequence);
	}

	// N2
	@Test
	void aPingThatNamesNobodyIsAnsweredToo() {
		this.peer.tell(this.a, ping(7, ""));
		assertThat(this.peer.heard(Message.Ack.class)).hasSize(1);
	}

	// N3
	@Test
	void aPingForAnotherNodeGetsNoAck() {
		this.peer.tell(this.a, ping(1, "b"));
		this.cluster.run(Duration.ofSeconds(1));
		assertThat(this.peer.heard(Message.Ack.class)).isEmpty();
		assertThat(this.a.list.metrics().drops(GossipDrop.WRONG_NODE)).isEqualTo(1);
	}

	// N4
	@Test
	void anIndirectPingBringsTheRequesterTheAckWithItsOwnSequenceNumber() {
		ScriptedPeer target = ScriptedPeer.joined(this.cluster, "target", this.a);
		this.peer.tell(this.a, indirect(99, target, true));
		assertThat(this.peer.heard(Message.Ack.class)).extracting(Message.Ack::seqNo).containsExactly(99L);
		assertThat(target.heard(Message.Ping.class)).singleElement()
			.satisfies((ping) -> assertThat(ping.sourceNode()).isEqualTo("a"));
		this.cluster.run(Duration.ofSeconds(2));
		assertThat(this.peer.heard(Message.Nack.class)).isEmpty();
	}

	// N4
	@ParameterizedTest
	@CsvSource({ "true, 1", "false, 0" })
	void anIndirectPingWithoutAnAckBringsANackIfThatIsWanted(boolean wanted, int nacks) {
		ScriptedPeer target = ScriptedPeer.joined(this.cluster, "target", this.a);
		target.acks = false;
		this.peer.tell(this.a, indirect(99, target, wanted));
		this.cluster.run(Duration.ofSeconds(2));
		assertThat(this.peer.heard(Message.Ack.class)).isEmpty();
		assertThat(this.peer.heard(Message.Nack.class)).hasSize(nacks)
			.allSatisfy((nack) -> assertThat(nack.seqNo()).isEqualTo(99));
		assertThat(this.a.list.core().parts().acks.size()).isZero();
	}

	// N5
	@Test
	void aPingOnAStreamIsAnsweredWithItsSequenceNumber() {
		assertThat(this.peer.request(this.a, ping(23, "a"))).isEqualTo(new Message.Ack(23, null));
	}

	// N5
	@Test
	void aPingOnAStreamForAnotherNodeIsClosedWithoutAnAnswer() {
		assertThatThrownBy(() -> this.peer.request(this.a, ping(23, "b"))).hasMessage("no reply");
		assertThat(this.a.list.metrics().drops(GossipDrop.WRONG_NODE)).isEqualTo(1);
	}

	// N5
	@ParameterizedTest
	@CsvSource({ "right, TCP", "wrong-sequence, FAILED", "wrong-type, FAILED", "error, FAILED", "close, FAILED",
			"mute, FAILED" })
	void onlyTheRightAnswerToAPingOnAStreamCounts(String answer, ProbeOutcome outcome) {
		SimulatedCluster cluster = new SimulatedCluster(5, SimulatedCluster::unassisted);
		SimulatedMember prober = cluster.start("prober");
		StreamPeer[] target = new StreamPeer[1];
		target[0] = new StreamPeer(cluster, (request, reply) -> {
			long sequence = ((Message.Ping) request).seqNo();
			switch (answer) {
				case "right" -> reply.send(target[0].encode(new Message.Ack(sequence, null)));
				case "wrong-sequence" -> reply.send(target[0].encode(new Message.Ack(sequence + 1, null)));
				case "wrong-type" -> reply.send(target[0].encode(new Message.PushPull(false, List.of(), new byte[0])));
				case "error" -> reply.send(target[0].encode(new Message.ErrorReply("no")));
				case "close" -> reply.close();
				default -> {
					// says nothing until the deadline
				}
			}
		});
		ScriptedPeer introducer = new ScriptedPeer(cluster, "introducer");
		introducer.tell(prober, ScriptedPeer.alive("target", 1, target[0].address, new byte[0], ScriptedPeer.VSN));
		cluster.expect(() -> prober.list.metrics().probes(outcome) > 0, Duration.ofSeconds(4), "the probe ends");
		assertThat(target[0].requests).isNotEmpty();
		assertThat(prober.status("target"))
			.isEqualTo((outcome == ProbeOutcome.TCP) ? MemberStatus.ALIVE : MemberStatus.SUSPECT);
	}

	// N6
	@Test
	void aPushPullCarriesTheStateBothWaysOnOneConnection() {
		Message.PushPull answer = this.peer.exchange(this.a, false, this.peer.entry(1, MemberStatus.ALIVE));
		assertThat(answer.nodes()).extracting(Message.NodeState::name).containsExactly("a");
		assertThat(this.a.status("peer")).isEqualTo(MemberStatus.ALIVE);
		assertThat(this.peer.exchange(this.a, true).nodes()).extracting(Message.NodeState::name)
			.containsExactlyInAnyOrder("a", "peer");
	}

	// N6
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theAnswerToAPushPullEchoesWhetherItIsAJoin(boolean join) {
		assertThat(this.peer.exchange(this.a, join).join()).isEqualTo(join);
	}

	// N7
	@Test
	void gossipRidesOnPingsAndAcksWithinThePacketBudget() {
		SimulatedCluster cluster = new SimulatedCluster(8,
				(config) -> SimulatedCluster.unassisted(config)
					.withTransport((transport) -> transport.withCompression(false))
					.withGossip((gossip) -> gossip.withNodes(0).withInterval(Duration.ofHours(1))));
		AtomicInteger largest = new AtomicInteger();
		cluster.simulation.network()
			.observe((from, to, packet, outcome) -> largest.accumulateAndGet(packet.length, Math::max));
		SimulatedMember sender = cluster.start("sender");
		ScriptedPeer listener = ScriptedPeer.joined(cluster, "listener", sender);
		for (int i = 0; i < 40; i++) {
			sender.list.broadcast(Broadcast.unique(new byte[100 + i]));
		}
		cluster.run(Duration.ofSeconds(10));
		// nothing but pings and acks is sent without gossip rounds
		assertThat(listener.heard(Message.User.class)).hasSizeGreaterThan(40);
		assertThat(listener.heard(Message.Ping.class)).isNotEmpty();
		assertThat(largest.get()).isBetween(1300, sender.list.config().gossip().udpBufferSize());
		int before = listener.heard(Message.User.class).size();
		sender.list.broadcast(Broadcast.unique(new byte[10]));
		cluster.run(Duration.ofMillis(1));
		listener.tell(sender, ping(5, "sender"));
		assertThat(listener.heard(Message.Ack.class)).isNotEmpty();
		assertThat(listener.heard(Message.User.class)).hasSizeGreaterThan(before);
	}

	// N9
	@ParameterizedTest
	@CsvSource({ "4, false", "5, true" })
	void gossipHasACrcForWhoUnderstandsIt(int version, boolean crc) {
		AtomicInteger gossiped = new AtomicInteger();
		this.peer.vsn = new byte[] { 1, (byte) version, 2, 0, 0, 0 };
		this.peer.tell(this.a, this.peer.alive(1));
		this.cluster.run(Duration.ofSeconds(5));
		this.cluster.simulation.network().observe((from, to, packet, outcome) -> {
			gossiped.incrementAndGet();
			assertThat(packet[0] == MessageType.HAS_CRC.code()).isEqualTo(crc);
		});
		this.a.list.broadcast(Broadcast.unique(new byte[] { 1 }));
		this.cluster.run(Duration.ofSeconds(5));
		assertThat(gossiped).hasPositiveValue();
		assertThat(this.peer.heard(Message.User.class)).isNotEmpty();
	}

	// N10
	@Test
	void aPacketWhoseCrcDoesNotMatchIsDropped() {
		byte[] ping = MessageCodec.encode(ping(1, "a"));
		this.peer.send(this.a.address, crc(ping, 0));
		this.peer.send(this.a.address, crc(ping, 1));
		this.cluster.run(Duration.ofSeconds(1));
		assertThat(this.peer.heard(Message.Ack.class)).hasSize(1);
		assertThat(this.a.list.metrics().drops(WireDrop.CRC_MISMATCH)).isEqualTo(1);
	}

	// N10, N11, N13
	@Test
	void packetsOfAnyLengthWithoutAMessageAreDroppedAndTheMemberGoesOn() {
		for (int type = 0; type < 256; type++) {
			for (int length = 0; length < 8; length++) {
				byte[] packet = new byte[length];
				if (length > 0) {
					packet[0] = (byte) type;
				}
				this.peer.send(this.a.address, packet);
			}
		}
		this.peer.send(this.a.address, new byte[] { (byte) MessageType.COMPOUND.code(), 1, 0, 0 });
		this.cluster.run(Duration.ofSeconds(1));
		assertThat(this.a.list.metrics().drops(WireDrop.EMPTY)).isPositive();
		assertThat(this.a.list.metrics().drops(TransportDrop.INTERNAL_ERROR)).isZero();
		this.peer.heard.clear();
		this.peer.tell(this.a, ping(77, "a"));
		assertThat(this.peer.heard(Message.Ack.class)).hasSize(1);
	}

	// N12
	@Test
	void whoJoinsWithAnotherKeyIsToldThatItFailed() {
		SimulatedMember one = this.cluster.start("one",
				(config) -> config.withEncryption((encryption) -> encryption.withKeyring(key(1))));
		SimulatedMember other = this.cluster.start("other",
				(config) -> config.withEncryption((encryption) -> encryption.withKeyring(key(2))));
		JoinResult result = this.cluster.await(other.join(one));
		assertThat(result.reached()).isZero();
		assertThat(result.failures()).hasSize(1);
		assertThat(one.list.members()).hasSize(1);
		assertThat(one.list.metrics().drops(WireDrop.DECRYPTION_FAILED)).isPositive();
	}

	// N12
	@Test
	void whoJoinsInPlaintextIsToldThatThereIsEncryption() {
		SimulatedMember one = this.cluster.start("one",
				(config) -> config.withEncryption((encryption) -> encryption.withKeyring(key(1))));
		assertThat(this.cluster.await(this.a.join(one)).failures().values()).singleElement()
			.asString()
			.contains("ncrypted");
		assertThat(this.cluster.await(one.join(this.a)).failures().values()).singleElement()
			.asString()
			.contains("ncrypted");
	}

	// N14, N15
	@ParameterizedTest
	@CsvSource({ "0683a44a6f696ec2a54e6f646573ff ac5573657253746174654c656e00, nodes -1",
			"0683a44a6f696ec2a54e6f646573ce7fffffff ac5573657253746174654c656e00, nodes 2^31-1",
			"0683a44a6f696ec2a54e6f646573cf7fffffffffffffff ac5573657253746174654c656e00, nodes 2^63-1",
			"0683a44a6f696ec2a54e6f64657300ac5573657253746174654c656eff, state -1",
			"0683a44a6f696ec2a54e6f64657300ac5573657253746174654c656ece7fffffff, state 2^31-1",
			"0881aa557365724d73674c656eff, message -1", "0881aa557365724d73674c656ece7fffffff, message 2^31-1" })
	void aCountOrLengthThatIsNegativeOrHugeIsRefusedAtOnce(String frame, String what) {
		assertThatThrownBy(() -> this.peer.requestBytes(this.a, hex(frame))).as(what).hasMessage("no reply");
		Map<DropReason, Long> drops = drops();
		assertThat(drops.getOrDefault(WireDrop.TOO_LARGE, 0L) + drops.getOrDefault(WireDrop.MALFORMED, 0L))
			.isEqualTo(1);
		assertThat(this.peer.request(this.a, ping(1, "a"))).isInstanceOf(Message.Ack.class);
	}

	// N16
	@ParameterizedTest
	@ValueSource(strings = { "f400", "f40461626364 00", "f402616200", "f4" })
	void aStreamWhoseLabelCannotBeReadIsClosed(String frame) {
		assertThatThrownBy(() -> this.peer.requestBytes(this.a, hex(frame))).hasMessage("no reply");
		assertThat(drops()).isNotEmpty().doesNotContainKey(TransportDrop.INTERNAL_ERROR);
		assertThat(this.peer.request(this.a, ping(1, "a"))).isInstanceOf(Message.Ack.class);
	}

	private Map<DropReason, Long> drops() {
		Map<DropReason, Long> drops = new HashMap<>();
		for (DropReason reason : MemberlistMetrics.dropReasons()) {
			long count = this.a.list.metrics().drops(reason);
			if (count > 0) {
				drops.put(reason, count);
			}
		}
		return drops;
	}

	private static Message.Ping ping(long sequence, String node) {
		return new Message.Ping(sequence, node, null, 0, "");
	}

	private static Message.IndirectPing indirect(long sequence, ScriptedPeer target, boolean nack) {
		return new Message.IndirectPing(sequence, target.address.getAddress().getAddress(), target.address.getPort(),
				target.name, nack, null, 0, "");
	}

	private static byte[] crc(byte[] message, int error) {
		CRC32 crc = new CRC32();
		crc.update(message);
		return ByteBuffer.allocate(5 + message.length)
			.put((byte) MessageType.HAS_CRC.code())
			.putInt((int) crc.getValue() + error)
			.put(message)
			.array();
	}

	static Keyring key(int fill) {
		byte[] key = new byte[16];
		Arrays.fill(key, (byte) fill);
		return Keyring.of(List.of(key));
	}

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text.replace(" ", ""));
	}

}
