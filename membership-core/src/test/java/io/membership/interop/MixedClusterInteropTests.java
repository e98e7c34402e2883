package io.membership.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.membership.interop.InteropCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/** Five of HashiCorp's members and five of ours in one cluster. */
@RequiresGoMemberlist
class MixedClusterInteropTests {

	@RegisterExtension
	final InteropCluster cluster = new InteropCluster();

	@ParameterizedTest
	@EnumSource
	void fiveAndFiveAgreeAndGoOnAgreeingWhenEachSideLosesOne(Kind seed) {
		List<Peer> peers = startFiveAndFive(seed);
		Peer killedGo = remove(peers, "go-3");
		Peer killedJava = remove(peers, "java-3");
		killedGo.kill();
		killedJava.kill();
		eventually().untilAsserted(() -> assertThat(peers).allSatisfy((peer) -> {
			assertThat(peer.stateOf("go-3")).isEqualTo("dead");
			assertThat(peer.stateOf("java-3")).isEqualTo("dead");
		}));
		this.cluster.awaitAgreement(peers);
		assertNobodyElseFailed(peers);
	}

	@ParameterizedTest
	@EnumSource
	void whenOneOfEachSideLeavesEverybodySeesThemAsLeft(Kind seed) {
		List<Peer> peers = startFiveAndFive(seed);
		Peer leftGo = remove(peers, "go-3");
		Peer leftJava = remove(peers, "java-3");
		leftGo.leave(Duration.ofSeconds(10));
		leftJava.leave(Duration.ofSeconds(10));
		eventually().untilAsserted(() -> assertThat(peers).allSatisfy((peer) -> {
			assertThat(peer.stateOf("go-3")).isEqualTo("left");
			assertThat(peer.stateOf("java-3")).isEqualTo("left");
		}));
		leftGo.kill();
		leftJava.kill();
		this.cluster.awaitAgreement(peers);
		assertNobodyElseFailed(peers);
	}

	/** All join through the first one, whatever its kind. */
	private List<Peer> startFiveAndFive(Kind seed) {
		List<Peer> peers = new ArrayList<>();
		for (int i = 1; i <= 5; i++) {
			peers.add(start(seed, i));
			peers.add(start(seed.other(), i));
		}
		for (Peer peer : peers.subList(1, peers.size())) {
			assertThat(peer.join(peers.get(0).joinAddress())).isEqualTo(1);
		}
		this.cluster.awaitAgreement(peers);
		return peers;
	}

	private Peer start(Kind kind, int number) {
		String name = kind.name().toLowerCase(Locale.ROOT) + "-" + number;
		return this.cluster.start(kind.namedInCluster(name));
	}

	private static Peer remove(List<Peer> peers, String name) {
		Peer found = peers.stream().filter((peer) -> peer.name().equals(name)).findFirst().orElseThrow();
		peers.remove(found);
		return found;
	}

	private static void assertNobodyElseFailed(List<Peer> peers) {
		for (Peer peer : peers) {
			for (Peer other : peers) {
				assertThat(peer.lastingChangesOf(other.name())).as("%s about %s", peer.name(), other.name())
					.doesNotContain("dead", "left");
			}
		}
	}

}
