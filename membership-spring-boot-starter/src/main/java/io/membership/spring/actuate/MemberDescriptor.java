package io.membership.spring.actuate;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

import io.membership.cluster.ClusterMember;
import io.membership.gossip.Member;
import io.membership.gossip.MemberStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A member as the endpoint shows it. Name, metadata and tags are untrusted text. What
 * only the other protocol has is absent.
 *
 * @param name its name
 * @param address address and port, those of IPv6 in brackets
 * @param status what the local member believes of it, in lower case
 * @param metadata what it advertises, as text or in Base64; with memberlist's protocol
 * @param metadataEncoding {@code text}, or {@code base64} for metadata that is no UTF-8
 * @param incarnation its incarnation, as far as gossip still remembers it
 * @param protocol version of the gossip protocol that it speaks
 * @param since when its status last changed, by the local member's clock
 * @param tags its tags, with values that look like secrets hidden; with Serf's protocol
 * @param suspect whether it did not answer a probe and has not refuted yet; with Serf's
 * protocol, which has no such status
 * @param lamportTime Lamport time of the latest change of its status
 * @param serfProtocol version of Serf's protocol that it speaks
 * @param reapAt when it will be forgotten, if it has failed or left
 * @param rttMillis estimate of the round-trip time from the local member, in
 * milliseconds, if it is another member and the network coordinates of both are known
 */
public record MemberDescriptor(String name, String address, String status, @Nullable String metadata,
		@Nullable String metadataEncoding, @Nullable Long incarnation, int protocol, @Nullable Instant since,
		@Nullable Map<String, String> tags, @Nullable Boolean suspect, @Nullable Long lamportTime,
		@Nullable Integer serfProtocol, @Nullable Instant reapAt,
		@Nullable Double rttMillis) implements OperationResponseBody {

	private static final double NANOS_PER_MILLI = 1e6;

	static MemberDescriptor of(Member member) {
		PayloadText metadata = PayloadText.of(member.metadata());
		return new MemberDescriptor(member.name(), addressOf(member.address()), statusOf(member.status()),
				metadata.text(), metadata.encoding(), member.incarnation(), member.versions().protocolCurrent(),
				member.since(), null, null, null, null, null, null);
	}

	/**
	 * Describes a member in Serf's terms.
	 * @param member the member
	 * @param gossip the same in gossip's, if that still remembers it
	 * @param tags its tags as they may be shown
	 * @param roundTrip the estimated round-trip time, if it is known
	 */
	static MemberDescriptor of(ClusterMember member, @Nullable Member gossip, Map<String, String> tags,
			@Nullable Duration roundTrip) {
		return new MemberDescriptor(member.name(), addressOf(member.address()), member.state().text(), null, null,
				(gossip != null) ? gossip.incarnation() : null, member.versions().protocolCurrent(),
				(member.gone() != null) ? member.gone() : (gossip != null) ? gossip.since() : null, tags,
				gossip != null && gossip.status() == MemberStatus.SUSPECT, member.statusTime(),
				member.versions().delegateCurrent(), member.reapAt(),
				(roundTrip != null) ? roundTrip.toNanos() / NANOS_PER_MILLI : null);
	}

	static String addressOf(InetSocketAddress address) {
		String host = address.getAddress().getHostAddress();
		return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
	}

	static String statusOf(MemberStatus status) {
		return status.name().toLowerCase(Locale.ROOT);
	}

}
