package io.membership.spring.autoconfigure.properties;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Packets and streams: time-outs, accepted addresses and limits.
 *
 * @param tcpTimeout Limit for connecting to a member and exchanging a message or the full
 * state over TCP. Raise it for slow links or very large clusters. Until it expires, an
 * unreachable seed delays a join.
 * @param compression Whether the member compresses what it sends; it always understands
 * both forms. Set it to false to save CPU time where bandwidth does not matter.
 * @param cidrsAllowed Comma-separated list of networks in CIDR notation. The member
 * refuses members with other addresses. Empty allows all. This limits mistakes but is no
 * authentication: without encryption, an address is only a claim.
 * @param strictSource Whether the member, while it accepts plaintext, sends acks and
 * indirect pings only to members, to allowed networks and to the sender itself. This
 * keeps strangers from using the member to send traffic to others. Set it to false only
 * if NAT hides the addresses of members.
 * @param skipInboundLabelCheck Whether the member accepts traffic without a label as if
 * it carried the name of this cluster, and refuses traffic that has one. Set it to true
 * only behind a proxy that removes labels.
 * @param maxInboundStreams Number of TCP connections that other members may have open to
 * this one at the same time. Further ones are refused. Raise it for very large clusters
 * in which many members join at once; each connection takes a socket and buffers.
 * @param maxInboundStreamsPerAddress Same limit for the connections from one address.
 * Raise it if many members share an address, as behind NAT.
 * @param inboundByteBudget Memory for messages that are being received over TCP, all
 * connections together. A connection that would exceed it is closed. Raise it for very
 * large clusters or a large state of the application.
 */
public record TransportProperties(@Nullable Duration tcpTimeout, @DefaultValue("true") boolean compression,
		@DefaultValue List<String> cidrsAllowed, @DefaultValue("true") boolean strictSource,
		@DefaultValue("false") boolean skipInboundLabelCheck, @DefaultValue("256") int maxInboundStreams,
		@DefaultValue("64") int maxInboundStreamsPerAddress, @DefaultValue("64MB") DataSize inboundByteBudget) {

}
