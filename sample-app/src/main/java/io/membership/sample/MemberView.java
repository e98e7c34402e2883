package io.membership.sample;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import io.membership.Addresses;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.channel.StateChannel;
import io.membership.spring.LocalNode;
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
 * @param rttMillis estimate of the round-trip time to it, if it is known
 * @param tags its tags, without the one that the library sets itself
 * @param self whether it is this member
 */
record MemberView(String name, String address, String status, Instant since, @Nullable Instant forgottenAt,
		@Nullable Double rttMillis, Map<String, String> tags, boolean self) {

	private static final double NANOS_PER_MILLI = 1e6;

	static MemberView of(ClusterMember member, LocalNode node, String self) {
		Double rtt = member.isPresent()
				? node.roundTrip(member.name()).map((time) -> time.toNanos() / NANOS_PER_MILLI).orElse(null) : null;
		return new MemberView(member.name(), Addresses.format(member.address()), status(member), member.since(),
				member.reapAt(), rtt, ownTags(member), member.name().equals(self));
	}

	private static Map<String, String> ownTags(ClusterMember member) {
		Map<String, String> tags = new TreeMap<>(member.tags());
		tags.remove(StateChannel.TAG);
		return tags;
	}

	static String status(ClusterMember member) {
		return member.suspect() ? "suspect" : member.state().text();
	}

}
