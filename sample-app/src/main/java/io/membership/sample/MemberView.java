package io.membership.sample;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.stream.Collectors;

import io.membership.cluster.ClusterMember;
import io.membership.gossip.Member;
import org.jspecify.annotations.Nullable;

/**
 * A member as the page shows it. Name and tags are untrusted text: the page shows them as
 * text and nothing else.
 *
 * @param name name of the member
 * @param address where it can be reached
 * @param status what this member believes of it
 * @param incarnation its incarnation, 0 if gossip does not remember it any more
 * @param since when the status last changed, if that is known
 * @param tags its tags as text
 * @param self whether it is this member
 */
record MemberView(String name, String address, String status, long incarnation, @Nullable Instant since, String tags,
		boolean self) {

	static MemberView of(ClusterMember member, @Nullable Member gossip, String self) {
		Instant gone = member.gone();
		String tags = member.tags()
			.entrySet()
			.stream()
			.map((tag) -> tag.getKey() + "=" + tag.getValue())
			.collect(Collectors.joining(", "));
		return new MemberView(member.name(), text(member.address()), member.state().text(),
				(gossip != null) ? gossip.incarnation() : 0,
				(gone != null) ? gone : (gossip != null) ? gossip.since() : null, tags, member.name().equals(self));
	}

	static String text(InetSocketAddress address) {
		String host = address.getAddress().getHostAddress();
		return ((address.getAddress() instanceof Inet6Address) ? "[" + host + "]" : host) + ":" + address.getPort();
	}

}
