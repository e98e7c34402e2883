package io.membership.gossip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.membership.Keyring;
import io.membership.gossip.MemberEvent.Type;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Encryption that is switched on, and keys that are changed, while the cluster runs. */
class EncryptionTransitionTests {

	private static final byte[] OLD = key(1);

	private static final byte[] NEW = key(2);

	private final SimulatedCluster cluster = new SimulatedCluster(31);

	// M35
	@Test
	void encryptionIsRolledOutOneMemberAfterTheOtherWithoutLosingAny() {
		List<SimulatedMember> members = new ArrayList<>(this.cluster.form(5));
		AtomicInteger plaintext = new AtomicInteger();
		// first all members get the key, then all use it, then all require it
		for (int step = 0; step < 3; step++) {
			boolean sends = step >= 1;
			boolean insists = step >= 2;
			for (int i = 0; i < 5; i++) {
				restart(members, i, sends, insists);
				this.cluster.expect(this.cluster::agreed, Duration.ofSeconds(90), "all agree after each restart");
			}
		}
		this.cluster.simulation.network().observe((from, to, packet, outcome) -> {
			if (packet[0] != 1) {
				plaintext.incrementAndGet();
			}
		});
		this.cluster.run(Duration.ofSeconds(30));
		assertThat(plaintext).hasValue(0);
		SimulatedMember stranger = this.cluster.start("stranger");
		assertThat(this.cluster.await(stranger.join(members.get(0))).reached()).isZero();
	}

	private void restart(List<SimulatedMember> members, int index, boolean sends, boolean insists) {
		SimulatedMember before = members.get(index);
		this.cluster.await(before.list.leave(Duration.ofSeconds(5)));
		before.running = false;
		this.cluster.await(before.list.shutdown());
		this.cluster.run(Duration.ofSeconds(1));
		for (SimulatedMember member : members) {
			if (member != before) {
				assertThat(member.alive()).as("who has not been restarted stays").hasSize(4);
				assertThat(member.events).extracting(MemberEvent::type).doesNotContain(Type.FAILED);
			}
		}
		this.cluster.members.remove(before);
		SimulatedMember other = members.get((index + 1) % 5);
		members.set(index, this.cluster.start(before.name, before.address, (config) -> config
			.withEncryption((encryption) -> encryption.withKeyring(Keyring.of(List.of(OLD)))
				.withVerifyOutgoing(sends)
				.withVerifyIncoming(insists))
			.withSeeds(
					(seeds) -> seeds.withAddresses(List.of(other.address.getAddress().getHostAddress() + ":7946")))));
	}

	// H7
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void aKeyIsChangedUnderLossAndPausesWithoutAnyFlap(long seed) {
		SimulatedCluster cluster = new SimulatedCluster(seed,
				(config) -> config.withEncryption((encryption) -> encryption.withKeyring(Keyring.of(List.of(OLD)))));
		List<SimulatedMember> members = cluster.form(10);
		cluster.run(Duration.ofSeconds(10));
		members.forEach((member) -> member.events.clear());
		cluster.simulation.network().loss(0.1);
		List<Consumer<Keyring>> phases = List.of((ring) -> ring.add(NEW), (ring) -> ring.use(NEW),
				(ring) -> ring.remove(OLD));
		for (int phase = 0; phase < 3; phase++) {
			SimulatedMember paused = members.get(3 * phase);
			paused.pause(Duration.ofSeconds(3));
			for (SimulatedMember member : members) {
				if (member != paused) {
					phases.get(phase).accept(member.list.keyring());
					cluster.run(Duration.ofMillis(500));
				}
			}
			// the next phase waits for the last one: that is the rule
			phases.get(phase).accept(paused.list.keyring());
			cluster.run(Duration.ofSeconds(10));
		}
		cluster.simulation.network().loss(0);
		cluster.expect(cluster::agreed, Duration.ofSeconds(60), "all agree");
		for (SimulatedMember member : members) {
			assertThat(member.list.keyring().keys()).containsExactly(NEW);
			assertThat(member.events).extracting(MemberEvent::type).doesNotContain(Type.FAILED, Type.LEFT, Type.JOINED);
		}
	}

	// H7
	@Test
	void aMemberThatMissedTheNewKeyIsCutOffButBackAsSoonAsItHasIt() {
		SimulatedCluster cluster = new SimulatedCluster(7,
				(config) -> config.withEncryption((encryption) -> encryption.withKeyring(Keyring.of(List.of(OLD)))));
		List<SimulatedMember> members = cluster.form(5);
		members.subList(0, 4).forEach((member) -> {
			member.list.keyring().add(NEW);
			member.list.keyring().use(NEW);
			member.list.keyring().remove(OLD);
		});
		cluster.expect(() -> cluster.agreed(members.subList(0, 4)), Duration.ofMinutes(2), "the others go on");
		members.get(4).list.keyring().add(NEW);
		members.get(4).list.keyring().use(NEW);
		cluster.expect(cluster::agreed, Duration.ofMinutes(4), "all agree again");
	}

	private static byte[] key(int fill) {
		byte[] key = new byte[32];
		Arrays.fill(key, (byte) fill);
		return key;
	}

}
