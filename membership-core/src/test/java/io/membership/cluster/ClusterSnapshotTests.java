package io.membership.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.membership.cluster.file.FileVectors;
import io.membership.cluster.snapshot.Snapshot;
import io.membership.cluster.snapshot.SnapshotFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** Clusters of which a member keeps a snapshot, in virtual time but with a real file. */
class ClusterSnapshotTests {

	private final SimulatedMembers members = new SimulatedMembers(21);

	@TempDir
	private Path directory;

	private Path path;

	@BeforeEach
	void path() {
		this.path = this.directory.resolve("snapshot");
	}

	@Test
	void whoCrashedFindsItsClusterAgainWithoutBeingToldWhere() {
		List<ListeningNode> three = form();
		ListeningNode again = three.get(2).crashAndRestart();
		this.members.expect(() -> again.alive() == 3, 5);
		this.members.run(60);
		assertThat(three.get(0).cluster().member("n2").orElseThrow().state()).isEqualTo(MemberState.ALIVE);
	}

	@Test
	void whoCrashedHearsNoEventTwiceAndMissesNone() {
		List<ListeningNode> three = form();
		event(three.get(0), "before");
		this.members.run(2);
		assertThat(three.get(2).userEvents()).containsExactly("deploy=before");
		three.get(2).faults().crash();
		event(three.get(0), "meanwhile");
		this.members.run(2);
		ListeningNode again = three.get(2).restart();
		this.members.expect(() -> again.alive() == 3, 5);
		event(three.get(1), "after");
		this.members.run(60);
		assertThat(again.userEvents()).containsExactly("deploy=meanwhile", "deploy=after");
	}

	@Test
	void theClocksGoOnWhereTheyWere() throws IOException {
		Files.writeString(this.path, "clock: 70\nevent-clock: 80\nquery-clock: 90\n");
		ListeningNode member = this.members.start("n0", this::snapshot);
		this.members.run(1);
		assertThat(member.cluster().metrics().value(ClusterMetrics.Gauge.MEMBER_TIME)).isEqualTo(71);
		assertThat(member.cluster().metrics().value(ClusterMetrics.Gauge.EVENT_TIME)).isEqualTo(81);
		assertThat(member.cluster().metrics().value(ClusterMetrics.Gauge.QUERY_TIME)).isEqualTo(91);
	}

	@Test
	void whoHasLeftStaysAlone() throws IOException {
		List<ListeningNode> three = form();
		this.members.await(three.get(2).cluster().leave());
		this.members.await(three.get(2).cluster().shutdown());
		assertThat(Files.readString(this.path)).endsWith("leave\n");
		ListeningNode again = three.get(2).restart();
		this.members.run(60);
		assertThat(again.alive()).isEqualTo(1);
	}

	@Test
	void whoHasLeftAndIsToRejoinFindsItsClusterAgain() {
		List<ListeningNode> three = List.of(this.members.start("n0", (config) -> config),
				this.members.start("n1", (config) -> config), this.members.start("n2",
						(config) -> snapshot(config).withSnapshot((snapshot) -> snapshot.withRejoinAfterLeave(true))));
		this.members.join(three);
		this.members.await(three.get(2).cluster().leave());
		this.members.await(three.get(2).cluster().shutdown());
		ListeningNode again = three.get(2).restart();
		this.members.expect(() -> again.alive() == 3 && three.get(0).alive() == 3, 60);
	}

	@Test
	void aSnapshotThatARealAgentWroteLeadsToItsCluster() throws IOException {
		String agents = new String(FileVectors.bytes("snapshot_agent"), StandardCharsets.UTF_8);
		// as after a crash; the agent of the vector left in the end
		Files.writeString(this.path, agents.substring(0, agents.indexOf("leave\n")));
		ListeningNode there = this.members.start("ag-b", new InetSocketAddress("127.0.0.1", 27942), (config) -> config,
				(config) -> config);
		ListeningNode here = this.members.start("ag-a", new InetSocketAddress("127.0.0.1", 27941), (config) -> config,
				this::snapshot);
		this.members.expect(() -> here.alive() == 2 && there.alive() == 2, 5);
		assertThat(here.cluster().metrics().value(ClusterMetrics.Gauge.MEMBER_TIME)).isGreaterThan(4);
	}

	@Test
	void thoseOfTheSnapshotAreTriedOneByOneUntilOneAnswers() throws IOException {
		ListeningNode alive = this.members.start("alive", (config) -> config);
		StringBuilder text = new StringBuilder(
				"alive: me 10.9.9.9:1\nalive: slash/ed " + alive.text() + "\ngarbage\n\0\0\nalive: torn 10.");
		for (int i = 0; i < 5; i++) {
			text.insert(0, "alive: gone" + i + " 10.200.0." + i + ":7946\n");
		}
		Files.writeString(this.path, text.toString());
		ListeningNode me = this.members.start("me", this::snapshot);
		this.members.expect(() -> me.alive() == 2, 120);
	}

	@Test
	void whenNobodyOfTheSnapshotIsThereTheMemberServesAloneAndForgetsThemInTheEnd() throws IOException {
		Files.writeString(this.path, "alive: gone 10.200.0.1:7946\n");
		ListeningNode me = this.members.start("me", (config) -> snapshot(config)
			.withMembers((members) -> members.withReconnectTimeout(Duration.ofMinutes(10))));
		this.members.run(120);
		assertThat(me.alive()).isEqualTo(1);
		assertThat(me.cluster().member("gone")).isEmpty();
		assertThat(new SnapshotFile(this.path).read(false).alive()).containsOnlyKeys("gone", "me");
		this.members.run(500);
		assertThat(new SnapshotFile(this.path).read(false).alive()).containsOnlyKeys("me");
	}

	@Test
	void aSnapshotThatCannotBeReadKeepsTheMemberFromStartingAndSaysWhichFile() throws IOException {
		Files.createDirectory(this.path);
		ListeningNode me = this.members.create("me", this.members.simulation().nextAddress(), (config) -> config,
				this::snapshot);
		assertThatIOException().isThrownBy(me.cluster()::start).withMessageContaining(this.path.toString());
		Files.delete(this.path);
		me.cluster().start();
		this.members.run(1);
		assertThat(me.alive()).isEqualTo(1);
	}

	@Test
	void aFullDiskIsCountedAndNobodyElseHearsOfIt() throws IOException {
		this.path = this.directory.resolve("missing/snapshot");
		List<ListeningNode> three = form();
		event(three.get(0), "v1");
		this.members.run(60);
		ListeningNode victim = three.get(2);
		assertThat(victim.cluster().metrics().count(ClusterMetrics.Counter.SNAPSHOT_ERRORS)).isBetween(2L, 5L);
		assertThat(victim.userEvents()).containsExactly("deploy=v1");
		assertThat(three.get(0).happened("n2")).containsExactly(MemberEventType.JOIN);
		this.members.await(victim.cluster().leave());
		this.members.await(victim.cluster().shutdown());
		assertThat(three.get(0).cluster().member("n2").orElseThrow().state()).isEqualTo(MemberState.LEFT);
	}

	@Test
	void aDiskThatDoesNotAnswerDelaysNoProbeAndTheEndByAQuarterOfASecondOnly() {
		List<ListeningNode> three = form();
		ListeningNode victim = three.get(2);
		victim.faults().stickBlocking(Duration.ofMinutes(5));
		event(three.get(0), "v1");
		this.members.run(60);
		assertThat(three.get(0).happened("n2")).containsExactly(MemberEventType.JOIN);
		victim.cluster().leave();
		this.members.run(1);
		CompletableFuture<Void> down = victim.cluster().shutdown();
		assertThat(victim.cluster().shutdown()).isSameAs(down);
		this.members.simulation().runFor(Duration.ofMillis(200));
		assertThat(this.members.simulation().isBound(victim.address())).isTrue();
		this.members.simulation().runFor(Duration.ofMillis(100));
		assertThat(this.members.simulation().isBound(victim.address())).isFalse();
		this.members.run(10);
		assertThat(three.get(0).cluster().member("n2").orElseThrow().state()).isEqualTo(MemberState.LEFT);
	}

	@Test
	void whatHappenedLastIsWrittenAtTheEnd() throws IOException {
		List<ListeningNode> three = form();
		event(three.get(2), "v1");
		this.members.await(three.get(2).cluster().shutdown());
		assertThat(Files.readString(this.path)).contains("event-clock: 1\n");
		Snapshot last = new SnapshotFile(this.path).read(false);
		assertThat(last.alive()).containsOnlyKeys("n0", "n1", "n2");
	}

	@Test
	void queriesOfSerfItselfAreNotedAsWell() throws IOException {
		List<ListeningNode> three = form();
		this.members.await(three.get(0).cluster().keys().list());
		this.members.run(2);
		assertThat(new SnapshotFile(this.path).read(false).queryClock()).isPositive();
	}

	@Test
	void whoHasFailedIsInTheSnapshotNoMore() throws IOException {
		List<ListeningNode> three = form();
		three.get(1).faults().crash();
		this.members.expect(() -> three.get(2).alive() == 2, 60);
		this.members.run(1);
		assertThat(new SnapshotFile(this.path).read(false).alive()).containsOnlyKeys("n0", "n2");
	}

	private ClusterConfig snapshot(ClusterConfig config) {
		return config.withSnapshot((snapshot) -> snapshot.withPath(this.path));
	}

	/** The last of three keeps a snapshot. */
	private List<ListeningNode> form() {
		List<ListeningNode> three = List.of(this.members.start("n0", (config) -> config),
				this.members.start("n1", (config) -> config), this.members.start("n2", this::snapshot));
		this.members.join(three);
		return three;
	}

	private void event(ListeningNode from, String payload) {
		from.cluster().publish("deploy", payload.getBytes(StandardCharsets.UTF_8), false);
	}

}
