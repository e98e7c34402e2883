package io.membership.spring.actuate;

import java.util.List;
import java.util.Map;

import io.membership.Keyring;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.MemberlistFixture;
import io.membership.spring.LocalNodes;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.info.Info;

import static org.assertj.core.api.Assertions.assertThat;

class ClusterInfoContributorTests {

	@Test
	void itSaysWhichMemberThisIsAndWhatItSpeaks() {
		Info.Builder info = new Info.Builder();
		MemberlistConfig config = MemberlistConfig.lan("orders-1")
			.withLabel("orders")
			.withEncryption((encryption) -> encryption.withKeyring(Keyring.of(List.of(new byte[16]))));
		new ClusterInfoContributor(LocalNodes
			.of(MemberlistFixture.memberlist(config, MemberlistFixture.member("orders-1", MemberStatus.ALIVE))))
			.contribute(info);
		assertThat(info.build().getDetails()).containsEntry("cluster",
				Map.of("member", "orders-1", "name", "orders", "protocol", "memberlist", "protocolVersion", 2));
	}

}
