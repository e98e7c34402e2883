package io.membership.gossip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.membership.Keyring;
import io.membership.gossip.MemberEvent.Type;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportDrop;
import io.membership.wire.Message;
import io.membership.wire.MessageCodec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Limits what an attacker can do with access to the port, or even with the key. */
class HostileTrafficTests {

	private static final InetSocketAddress VICTIM = new InetSocketAddress(address(192, 0, 2, 1), 53);

	private final SimulatedCluster cluster = new SimulatedCluster(29);

	// H1
	@ParameterizedTest
	@CsvSource({ "false, true, true", "true, false, true", "true, true, false" })
	void nothingIsSentToAStrangerBecauseAPacketAsksForIt(boolean encrypted, boolean verifies, boolean refused) {
		Keyring keyring = encrypted ? TrafficTests.key(1) : Keyring.empty();
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withEncryption((encryption) -> encryption.withKeyring(keyring)
					.withVerifyIncoming(verifies)
					.withVerifyOutgoing(verifies)));
		List<InetSocketAddress> destinations = new ArrayList<>();
		ScriptedPeer evil = new ScriptedPeer(this.cluster, "evil");
		this.cluster.simulation.network().observe((from, to, packet, outcome) -> {
			if (from.equals(a.address)) {
				destinations.add(to);
			}
		});
		byte[] target = VICTIM.getAddress().getAddress();
		evil.tell(a, new Message.IndirectPing(1, target, 53, "x", true, null, 0, ""));
		evil.tell(a, new Message.IndirectPing(2, target, 53, "x", true, target, 53, "x"));
		evil.tell(a,
				new Message.IndirectPing(3, evil.address.getAddress().getAddress(), 7946, "x", true, target, 53, "x"));
		evil.tell(a, new Message.Ping(4, "a", target, 53, "x"));
		this.cluster.run(Duration.ofSeconds(5));
		assertThat(destinations).doesNotContain(VICTIM);
		assertThat(a.list.metrics().drops(GossipDrop.SOURCE_REFUSED)).isEqualTo(refused ? 3 : 0);
		assertThat(destinations.contains(evil.address)).as("the ping itself is answered to its sender")
			.isEqualTo(refused);
	}

	// H1
	@ParameterizedTest
	@ValueSource(strings = { "255.255.255.255", "224.0.0.1", "0.0.0.0", "239.255.255.250" })
	void nothingIsEverSentToManyAtOnce(String many) throws IOException {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withTransport((transport) -> transport.withStrictSource(false)));
		ScriptedPeer evil = new ScriptedPeer(this.cluster, "evil");
		byte[] target = InetAddress.getByName(many).getAddress();
		this.cluster.simulation.network()
			.observe((from, to, packet, outcome) -> assertThat(to.getAddress().getAddress()).isNotEqualTo(target));
		evil.tell(a, new Message.IndirectPing(1, target, 7946, "x", true, null, 0, ""));
		evil.tell(a, new Message.Ping(4, "a", target, 7946, "x"));
		evil.tell(a, new Message.Alive(1, "many", target, 7946, null, ScriptedPeer.VSN));
		this.cluster.run(Duration.ofSeconds(20));
		assertThat(a.list.members()).hasSize(1);
	}

	// H2
	@Test
	@Tag("slow")
	void aFloodOfForgedMembersIsStoppedAtTheLimit() {
		int limit = 5000;
		SimulatedMember a = this.cluster.start("a",
				(config) -> SimulatedCluster.quiet(config).withMembers((members) -> members.withMax(limit)));
		ScriptedPeer evil = new ScriptedPeer(this.cluster, "evil");
		byte[] metadata = new byte[400];
		int forged = 100_000;
		for (int i = 0; i < forged; i += 100) {
			Message[] alives = new Message[100];
			for (int j = 0; j < alives.length; j++) {
				alives[j] = new Message.Alive(1, "forged-" + (i + j), new byte[] { 10, 9, (byte) (i >> 8), (byte) i },
						7946, metadata, ScriptedPeer.VSN);
			}
			evil.tell(a, alives);
		}
		assertThat(a.list.count(MemberStatus.ALIVE)).isEqualTo(limit);
		assertThat(a.list.metrics().drops(GossipDrop.MEMBER_LIMIT)).isEqualTo(forged - limit + 1);
		assertThat(a.list.metrics().broadcastQueueDepth()).isLessThanOrEqualTo(2 * limit);
		assertThat(usedHeap()).isLessThan(256L * 1024 * 1024);
		ScriptedPeer late = new ScriptedPeer(this.cluster, "late");
		late.tell(a, new Message.Ping(1, "a", null, 0, ""));
		assertThat(late.heard(Message.Ack.class)).as("it serves those that it knows").hasSize(1);
	}

	// H2
	@ParameterizedTest
	@CsvSource({ "0, 10, INCARNATION_RESERVED", "1, 513, METADATA_TOO_LARGE" })
	void whatNobodyWouldSayOfItselfIsNotStored(long incarnation, int metadata, GossipDrop reason) {
		SimulatedMember a = this.cluster.start("a");
		ScriptedPeer evil = new ScriptedPeer(this.cluster, "evil");
		evil.tell(a, evil.alive(incarnation, new byte[metadata]));
		assertThat(a.list.core().parts().table.size()).isEqualTo(1);
		assertThat(a.list.metrics().drops(reason)).isEqualTo(1);
	}

	// H2
	@Test
	void anAccusationInANameThatIsTooLongIsNotPassedOn() {
		SimulatedMember a = this.cluster.start("a", SimulatedCluster::quiet);
		ScriptedPeer b = ScriptedPeer.joined(this.cluster, "b", a);
		this.cluster.run(Duration.ofSeconds(5));
		b.tell(a, new Message.Suspect(1, "b", "x".repeat(10_000)), new Message.Dead(1, "b", "\u20ac".repeat(86)));
		this.cluster.run(Duration.ofSeconds(5));
		assertThat(a.status("b")).isEqualTo(MemberStatus.ALIVE);
		assertThat(a.list.metrics().drops(GossipDrop.NAME_INVALID)).isEqualTo(2);
		assertThat(a.list.metrics().broadcastQueueDepth()).isZero();
	}

	// H3, X12
	@Test
	@Tag("slow")
	void membersThatComeAndGoAHundredThousandTimesLeaveNothingBehind() {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withProbe((probe) -> probe.withInterval(Duration.ofMillis(501))));
		SimulatedMember b = this.cluster.start("b");
		this.cluster.await(b.join(a));
		ScriptedPeer churn = new ScriptedPeer(this.cluster, "churn");
		int largest = 0;
		for (int i = 0; i < 100_000; i += 100) {
			Message[] messages = new Message[200];
			for (int j = 0; j < 100; j++) {
				String name = "job-" + (i + j);
				messages[2 * j] = ScriptedPeer.alive(name, 1, churn.address, new byte[0], ScriptedPeer.VSN);
				messages[2 * j + 1] = new Message.Dead(1, name, name);
			}
			churn.tell(a, messages);
			this.cluster.run(Duration.ofMillis(495));
			largest = Math.max(largest, a.list.core().parts().table.size());
		}
		// what left within the time that the dead are gossiped to, and the few always
		// kept
		assertThat(largest).isLessThan(30 * 200 + 256 + 200);
		this.cluster.run(Duration.ofMinutes(11));
		assertThat(a.list.allMembers().size()).isLessThanOrEqualTo(2);
		assertThat(b.list.allMembers().size()).isLessThanOrEqualTo(2);
		assertThat(a.list.core().parts().table.size()).isEqualTo(2);
		assertThat(churn.exchange(a, false).nodes()).hasSize(2);
	}

	// H4
	@Test
	void aHostileNameIsOneLineInTheLog() {
		Logger logger = (Logger) LoggerFactory.getLogger("io.membership");
		Level before = logger.getLevel();
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		appender.start();
		logger.addAppender(appender);
		logger.setLevel(Level.TRACE);
		logger.setAdditive(false);
		try {
			SimulatedMember a = this.cluster.start("a");
			ScriptedPeer evil = new ScriptedPeer(this.cluster, "evil");
			for (String name : List.of("x\n2026-01-01 INFO forged", "\u001b[31mred", "a\u202eb", "tab\there\r\u0000",
					"\u2028line", "n".repeat(200))) {
				evil.tell(a, ScriptedPeer.alive(name, 1, evil.address, new byte[0], ScriptedPeer.VSN));
				evil.tell(a, ScriptedPeer.alive(name, 2, VICTIM, new byte[0], ScriptedPeer.VSN));
				evil.tell(a, new Message.Suspect(1, name, name), new Message.Dead(1, name, "other\n" + name));
				evil.exchange(a, true, new Message.NodeState(name, evil.address.getAddress().getAddress(), 7946, null,
						9, 0, new byte[] { 1, 5, 2, 9, 9, 9 }));
			}
			this.cluster.run(Duration.ofSeconds(30));
		}
		finally {
			logger.detachAppender(appender);
			logger.setLevel(before);
			logger.setAdditive(true);
		}
		PatternLayout layout = new PatternLayout();
		layout.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
		layout.setPattern("%msg %kvp");
		layout.start();
		assertThat(appender.list).hasSizeGreaterThan(20).allSatisfy((event) -> {
			String line = layout.doLayout(event);
			assertThat(line).doesNotContainPattern("[\\p{Cntrl}\\u202a-\\u202e\\u2028\\u2029]").hasSizeLessThan(1000);
		});
	}

	// H5
	@Test
	void packetsThatAreReplayedBringNobodyBackAndNobodyDown() {
		List<SimulatedMember> members = this.cluster.form(6);
		Set<String> seen = new HashSet<>();
		List<byte[]> captured = new ArrayList<>();
		this.cluster.simulation.network().observe((from, to, packet, outcome) -> {
			if (seen.add(Arrays.toString(packet))) {
				captured.add(packet);
			}
		});
		SimulatedMember restarts = members.get(3);
		restarts.list.updateMetadata(new byte[] { 1 });
		this.cluster.run(Duration.ofSeconds(5));
		restarts.crash();
		members.get(4).crash();
		members.get(5).leave();
		this.cluster.expect(
				() -> this.cluster.everyoneSees("m4", MemberStatus.FAILED)
						&& this.cluster.everyoneSees("m3", MemberStatus.FAILED),
				Duration.ofSeconds(60), "the crashes are noticed");
		this.cluster.members.remove(restarts);
		this.cluster.start("m3", restarts.address,
				(config) -> config.withSeeds((seeds) -> seeds.withAddresses(List.of("10.0.0.1:7946"))));
		this.cluster.expect(this.cluster::agreed, Duration.ofSeconds(60), "m3 is back");
		this.cluster.simulation.network().observe(null);
		StreamPeer evil = StreamPeer.mute(this.cluster);
		Random random = new Random(1);
		for (int i = 0; i < 20_000; i++) {
			SimulatedMember target = this.cluster.running().get(random.nextInt(this.cluster.running().size()));
			evil.send(target.address, captured.get(random.nextInt(captured.size())));
			if (i % 100 == 0) {
				this.cluster.run(Duration.ofMillis(200));
			}
		}
		this.cluster.run(Duration.ofSeconds(30));
		assertThat(this.cluster.agreed()).isTrue();
		for (SimulatedMember member : this.cluster.running()) {
			assertThat(member.status("m4")).isIn(MemberStatus.FAILED, null);
			assertThat(member.status("m5")).isIn(MemberStatus.LEFT, null);
			for (SimulatedMember other : this.cluster.running()) {
				assertThat(member.eventsAbout(other.name).stream().filter((type) -> type == Type.FAILED).count())
					.as("%s about %s", member.name, other.name)
					.isLessThanOrEqualTo(other.name.equals("m3") ? 1 : 0);
			}
		}
	}

	// H6, X1
	@ParameterizedTest
	@ValueSource(longs = { 0x7fff_ffffL, 0x8000_0000L, 0xfeff_ffffL, 0xff00_0000L, 0xff7f_fff0L, 0xff80_0000L,
			0xffff_ffefL, 0xffff_fff0L, 0xffff_fffeL, 0xffff_ffffL })
	void noIncarnationTakesTheLastWordFromANode(long incarnation) {
		List<SimulatedMember> members = this.cluster.form(5);
		ScriptedPeer poisoner = ScriptedPeer.joined(this.cluster, "poisoner", members.toArray(SimulatedMember[]::new));
		Message.Alive alive = ScriptedPeer.alive("m3", incarnation, members.get(3).address, new byte[] { 66 },
				ScriptedPeer.VSN);
		poisoner.tell(members.get(0), new Message.Suspect(incarnation, "m1", "poisoner"));
		poisoner.tell(members.get(0), new Message.Dead(incarnation, "m2", "poisoner"));
		poisoner.tell(members.get(0), alive);
		poisoner.tell(members.get(3), alive);
		// and the usual accusation on top of it
		for (SimulatedMember member : members) {
			for (String name : List.of("m1", "m2", "m3")) {
				long known = member.list.member(name).orElseThrow().incarnation();
				poisoner.tell(member, new Message.Suspect(known, name, "poisoner"));
			}
		}
		this.cluster.run(Duration.ofSeconds(60));
		for (SimulatedMember member : members) {
			assertThat(member.alive()).contains("m0", "m1", "m2", "m3", "m4");
			assertThat(member.list.member("m3").orElseThrow().metadata()).isEmpty();
		}
	}

	// H6
	@Test
	void aPoisonerThatGoesOnForMinutesChangesNothingForLong() {
		List<SimulatedMember> members = this.cluster.form(8);
		ScriptedPeer poisoner = ScriptedPeer.joined(this.cluster, "poisoner", members.toArray(SimulatedMember[]::new));
		Random random = new Random(3);
		for (int i = 0; i < 600; i++) {
			SimulatedMember target = members.get(random.nextInt(8));
			String name = "m" + random.nextInt(8);
			long incarnation = random.nextBoolean() ? random.nextLong(1L << 32) : 0xffff_ffffL - random.nextInt(32);
			poisoner.tell(target, switch (random.nextInt(3)) {
				case 0 -> new Message.Suspect(incarnation, name, "poisoner");
				case 1 -> new Message.Dead(incarnation, name, "poisoner");
				default -> new Message.Dead(incarnation, name, name);
			});
			this.cluster.run(Duration.ofMillis(200));
		}
		this.cluster.expect(() -> members.stream().allMatch((member) -> member.list.count(MemberStatus.ALIVE) >= 8),
				Duration.ofMinutes(3), "all members are alive again");
		assertThat(members).allSatisfy(
				(member) -> assertThat(member.alive()).contains("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7"));
	}

	// H8
	@Test
	void streamsOverTheirLimitsAreRefusedAndCounted() {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withTransport((transport) -> transport.withMaxInboundStreams(6)
					.withMaxInboundStreamsPerAddress(3)
					.withInboundByteBudget(1024 * 1024)));
		StreamPeer evil = StreamPeer.mute(this.cluster);
		// each says that it will be 900 KB long and never ends
		byte[] unfinished = MessageCodec.encodeStream(new Message.User(new byte[900_000]));
		byte[] begun = Arrays.copyOf(unfinished, 400_000);
		List<Throwable> failures = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			evil.open(a.address, begun, Duration.ofSeconds(60), failing(failures));
		}
		this.cluster.run(Duration.ofSeconds(1));
		assertThat(a.list.metrics().drops(TransportDrop.STREAM_LIMIT)).isEqualTo(7);
		assertThat(a.list.metrics().drops(TransportDrop.BYTE_BUDGET)).isEqualTo(1);
		this.cluster.run(Duration.ofSeconds(30));
		assertThat(failures).hasSize(10);
		assertThat(a.list.metrics().drops(TransportDrop.STREAM_TIMEOUT)).isEqualTo(2);
		SimulatedMember b = this.cluster.start("b");
		assertThat(this.cluster.await(b.join(a)).reached()).as("there is room again").isEqualTo(1);
	}

	private static Transport.ExchangeCallback failing(List<Throwable> failures) {
		return new Transport.ExchangeCallback() {

			@Override
			public void completed(byte[] reply) {
				throw new AssertionError("answered");
			}

			@Override
			public void failed(Throwable cause) {
				failures.add(cause);
			}

		};
	}

	private static InetAddress address(int... bytes) {
		try {
			return InetAddress
				.getByAddress(new byte[] { (byte) bytes[0], (byte) bytes[1], (byte) bytes[2], (byte) bytes[3] });
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static long usedHeap() {
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

}
