package io.membership.gossip;

import java.time.Duration;
import java.util.List;

import io.membership.gossip.SimulatedCluster.SimulatedMember;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whole clusters, from the start over failures and partitions to the end. */
class ClusterScenarioTests {

	@ParameterizedTest
	@ValueSource(ints = { 3, 5, 10, 50, 100, 200 })
	void membersThatJoinThroughOneSeedAgree(int size) {
		SimulatedCluster cluster = new SimulatedCluster(size);
		cluster.form(size);
		assertThat(cluster.members).allSatisfy((member) -> assertThat(member.list.members()).hasSize(size));
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 10, 100 })
	void aCrashedMemberIsFailedForAll(int size) {
		SimulatedCluster cluster = new SimulatedCluster(size);
		List<SimulatedMember> members = cluster.form(size);
		SimulatedMember victim = members.get(size / 2);
		victim.crash();
		cluster.expect(() -> cluster.everyoneSees(victim.name, MemberStatus.FAILED), Duration.ofSeconds(60),
				"the crash is noticed everywhere");
		cluster.run(Duration.ofSeconds(1));
		assertThat(cluster.running())
			.allSatisfy((member) -> assertThat(member.eventsAbout(victim.name)).endsWith(MemberEvent.Type.FAILED));
		assertThat(cluster.agreed()).isTrue();
	}

	@Test
	void aMemberThatLeavesIsLeftForAllAndNotFailed() {
		SimulatedCluster cluster = new SimulatedCluster(7);
		List<SimulatedMember> members = cluster.form(10);
		members.get(3).leave();
		cluster.expect(() -> cluster.everyoneSees("m3", MemberStatus.LEFT), Duration.ofSeconds(10), "m3 has left");
		cluster.run(Duration.ofSeconds(60));
		assertThat(cluster.running())
			.allSatisfy((member) -> assertThat(member.eventsAbout("m3")).doesNotContain(MemberEvent.Type.FAILED));
	}

	@Test
	void aPartitionInHalvesForAnHourHealsAfterTheNetworkDoes() {
		SimulatedCluster cluster = new SimulatedCluster(64);
		List<SimulatedMember> members = cluster.form(64);
		List<SimulatedMember> left = members.subList(0, 32);
		List<SimulatedMember> right = members.subList(32, 64);
		cluster.partition(left, right);
		cluster.expect(() -> cluster.agreed(left) && cluster.agreed(right), Duration.ofMinutes(5),
				"both halves agree among themselves");
		cluster.run(Duration.ofHours(1));
		cluster.heal();
		cluster.expect(cluster::agreed, Duration.ofMinutes(3), "the halves find together again");
	}

	@Test
	void allOfAHundredMembersRestartWithinTenSecondsAndAgree() {
		SimulatedCluster cluster = new SimulatedCluster(100);
		List<SimulatedMember> members = cluster.form(100);
		// every member has a high incarnation that it will not remember
		members.forEach((member) -> member.list.updateMetadata(new byte[] { 1 }));
		cluster.run(Duration.ofSeconds(20));
		for (SimulatedMember member : List.copyOf(members)) {
			cluster.run(Duration.ofMillis(100));
			member.crash();
			cluster.start(member.name, member.address, (config) -> config
				.withSeeds((seeds) -> seeds.withAddresses(List.of(text(members.get(0)), text(members.get(1))))));
		}
		cluster.expect(cluster::agreed, Duration.ofMinutes(3), "all agree after the restart");
	}

	private static String text(SimulatedMember member) {
		return member.address.getAddress().getHostAddress() + ":" + member.address.getPort();
	}

}
