package io.membership.sample;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMember;
import io.membership.gossip.Member;
import io.membership.gossip.MemberStatus;
import org.jspecify.annotations.Nullable;

/**
 * A member as the page shows it. Name and tags are untrusted text: the page shows them as
 * text and nothing else.
 *
 * @param name name of the member
 * @param address where it can be reached
 * @param status what this member believes of it
 * @param since when the gossip layer's status last changed, if it still remembers
 * @param forgottenAt when a failed or left member will be forgotten
 * @param tags its tags
 * @param self whether it is this member
 */
record MemberView(String name, String address, String status, @Nullable Instant since, @Nullable Instant forgottenAt,
		Map<String, String> tags, boolean self) {

	static MemberView of(ClusterMember member, Cluster cluster) {
		Member gossiped = cluster.memberlist().member(member.name()).orElse(null);
		boolean suspected = member.state().isPresent() && gossiped != null && gossiped.status() == MemberStatus.SUSPECT;
		Instant since = (member.gone() != null) ? member.gone() : (gossiped != null) ? gossiped.since() : null;
		return new MemberView(member.name(), text(member.address()), suspected ? "suspect" : member.state().text(),
				since, member.reapAt(), member.tags(), member.name().equals(cluster.config().memberlist().name()));
	}

	static String text(InetSocketAddress address) {
		String host = address.getAddress().getHostAddress();
		return ((address.getAddress() instanceof Inet6Address) ? "[" + host + "]" : host) + ":" + address.getPort();
	}

}
