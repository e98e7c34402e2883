package io.membership.spring.actuate;

import java.time.Instant;
import java.util.Map;

import io.membership.Addresses;
import io.membership.cluster.ClusterMember;
import io.membership.gossip.Member;
import io.membership.spring.LocalNode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A member as the endpoint shows it. Name, metadata and tags are untrusted text.
 * Attributes that exist only with the other protocol are absent.
 *
 * @param name its name
 * @param address address and port, with IPv6 addresses in brackets
 * @param status alive, leaving, left or failed
 * @param suspect whether it did not answer a probe and has not refuted yet; a suspected
 * member still counts as alive
 * @param since when its status last changed, by the local member's clock
 * @param incarnation its incarnation, as long as gossip remembers it
 * @param protocol version of the gossip protocol that it speaks
 * @param metadata the metadata that it advertises, as text or in Base64; with
 * memberlist's protocol
 * @param metadataEncoding {@code text}, or {@code base64} for metadata that is not UTF-8
 * @param tags its tags, with values that look like secrets hidden; with Serf's protocol
 * @param lamportTime Lamport time of the latest change of its status
 * @param serfProtocol version of Serf's protocol that it speaks
 * @param reapAt when it will be forgotten, if it has failed or left
 * @param rttMillis estimate of the round-trip time from the local member, in
 * milliseconds, if it is another member and the network coordinates of both are known
 */
public record MemberDescriptor(String name, String address, String status, boolean suspect, Instant since,
		@Nullable Long incarnation, int protocol, @Nullable String metadata, @Nullable String metadataEncoding,
		@Nullable Map<String, String> tags, @Nullable Long lamportTime, @Nullable Integer serfProtocol,
		@Nullable Instant reapAt, @Nullable Double rttMillis) implements OperationResponseBody {

	private static final double NANOS_PER_MILLI = 1e6;

	/**
	 * Creates the description of a member.
	 * @param node the local member
	 * @param member the member to describe
	 * @param sanitizer hides values of tags
	 */
	static MemberDescriptor of(LocalNode node, ClusterMember member, TagSanitizer sanitizer) {
		Member gossip = node.memberlist().member(member.name()).orElse(null);
		Long incarnation = (gossip != null) ? gossip.incarnation() : null;
		int protocol = member.versions().protocolCurrent();
		if (node.cluster().isEmpty()) {
			PayloadText metadata = (gossip != null) ? PayloadText.of(gossip.metadata()) : null;
			return new MemberDescriptor(member.name(), Addresses.format(member.address()), member.state().text(),
					member.suspect(), member.since(), incarnation, protocol,
					(metadata != null) ? metadata.text() : null, (metadata != null) ? metadata.encoding() : null, null,
					null, null, null, null);
		}
		return new MemberDescriptor(member.name(), Addresses.format(member.address()), member.state().text(),
				member.suspect(), member.since(), incarnation, protocol, null, null, sanitizer.sanitize(member.tags()),
				member.statusTime(), member.versions().delegateCurrent(), member.reapAt(),
				node.roundTrip(member.name()).map((time) -> time.toNanos() / NANOS_PER_MILLI).orElse(null));
	}

}
