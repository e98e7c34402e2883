package io.membership.sample;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Locale;

import io.membership.gossip.Member;

/**
 * A member as the page shows it. Name and metadata are untrusted text: the page shows
 * them as text and nothing else.
 *
 * @param name name of the member
 * @param address where it can be reached
 * @param status what this member believes of it
 * @param incarnation its incarnation
 * @param since when the status last changed
 * @param metadata its metadata as text
 * @param self whether it is this member
 */
record MemberView(String name, String address, String status, long incarnation, Instant since, String metadata,
		boolean self) {

	static MemberView of(Member member, String self) {
		return new MemberView(member.name(), text(member.address()), member.status().name().toLowerCase(Locale.ROOT),
				member.incarnation(), member.since(), member.metadataAsText(), member.name().equals(self));
	}

	static String text(InetSocketAddress address) {
		String host = address.getAddress().getHostAddress();
		return ((address.getAddress() instanceof Inet6Address) ? "[" + host + "]" : host) + ":" + address.getPort();
	}

}
