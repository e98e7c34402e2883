package io.membership.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;

import io.membership.gossip.Member;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.ProtocolVersions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClusterMemberTests {

	private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7946);

	private static final ProtocolVersions VERSIONS = new ProtocolVersions(1, 5, 2, 2, 5, 5);

	private static final Instant EARLIER = Instant.EPOCH;

	private static final Instant LATER = Instant.EPOCH.plusSeconds(60);

	@ParameterizedTest
	@CsvSource({ "ALIVE, ALIVE, false", "SUSPECT, ALIVE, true", "FAILED, FAILED, false", "LEFT, LEFT, false" })
	void aMemberOfMemberlistsProtocolIsDescribedWithoutTags(MemberStatus status, MemberState state, boolean suspect) {
		assertThat(ClusterMember.of(gossip(status)))
			.isEqualTo(new ClusterMember("a", ADDRESS, Map.of(), state, suspect, LATER, 0, VERSIONS, null));
	}

	@ParameterizedTest
	@CsvSource({ "ALIVE, ALIVE, false", "ALIVE, SUSPECT, true", "LEAVING, SUSPECT, true" })
	void aPresentMemberIsSuspectedIfGossipSaysSo(MemberState state, MemberStatus status, boolean suspect) {
		ClusterMember member = member(state).seenAs(gossip(status));
		assertThat(member.suspect()).isEqualTo(suspect);
		assertThat(member.state()).isEqualTo(state);
		assertThat(member.tags()).containsEntry("role", "web");
		assertThat(member.since()).isEqualTo(LATER);
	}

	@ParameterizedTest
	@CsvSource({ "FAILED, SUSPECT", "LEFT, ALIVE", "ALIVE, FAILED" })
	void whereGossipAndSerfDisagreeForAMomentSerfIsRight(MemberState state, MemberStatus status) {
		assertThat(member(state).seenAs(gossip(status))).isEqualTo(member(state));
	}

	private static Member gossip(MemberStatus status) {
		return new Member("a", ADDRESS, status, new byte[0], 1, VERSIONS, LATER);
	}

	private static ClusterMember member(MemberState state) {
		return new ClusterMember("a", ADDRESS, Map.of("role", "web"), state, false, EARLIER, 7, VERSIONS, null);
	}

}
