package io.membership.sample;

import java.time.Instant;
import java.util.Map;

import io.membership.Addresses;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMember;
import org.jspecify.annotations.Nullable;

/**
 * A member as the page shows it. Name and tags are untrusted: the page inserts them as
 * text only.
 *
 * @param name name of the member
 * @param address address and port
 * @param status status as this member sees it
 * @param since when its status last changed
 * @param forgottenAt when a failed or left member will be forgotten
 * @param tags its tags
 * @param self whether it is this member
 */
record MemberView(String name, String address, String status, Instant since, @Nullable Instant forgottenAt,
		Map<String, String> tags, boolean self) {

	static MemberView of(ClusterMember member, Cluster cluster) {
		return new MemberView(member.name(), Addresses.format(member.address()),
				member.suspect() ? "suspect" : member.state().text(), member.since(), member.reapAt(), member.tags(),
				member.name().equals(cluster.config().memberlist().name()));
	}

}
