package io.membership.spring.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Dissemination of changes and broadcasts.
 *
 * @param interval Time between gossip rounds. Lower it to spread changes faster, raise it
 * to send less. Traffic and CPU time grow as it shrinks. Query time-outs are a multiple
 * of it.
 * @param nodes Number of random members that receive gossip in each round. Raise it to
 * spread changes faster and to survive more packet loss; the traffic grows in proportion.
 * 0 switches gossip rounds off.
 * @param toTheDeadTime How long failed members still receive gossip, which gives them the
 * chance to refute. Raise it if members are often unreachable for longer; each round
 * spends some of its packets on them.
 * @param retransmitMultiplier Multiplier for the number of times that a member transmits
 * a broadcast, which is multiplier * ceil(log10(n + 1)) for n members. Raise it where
 * packets are lost, so that more changes arrive without waiting for a push/pull. Each
 * broadcast then costs more traffic.
 * @param immediate Whether a new broadcast leaves at once, within a budget of two early
 * rounds, rather than at the next round. Changes arrive sooner at the cost of small
 * bursts. Set it to false for the timing of memberlist.
 * @param udpBufferSize Size of the largest UDP packet that the member sends, which also
 * limits the size of broadcasts, user events and queries. Raise it only where the path
 * carries larger packets, because IP drops a packet if a single fragment is lost. Lower
 * it if the path has a smaller MTU.
 * @param userBroadcastShare Share of each packet, in percent, that broadcasts of the
 * application are guaranteed when membership traffic would fill it. Raise it if
 * broadcasts must arrive in time even while many members come and go; membership changes
 * then spread more slowly.
 * @param maxBroadcasts Number of broadcasts of the application that may wait to be sent.
 * Beyond it, the member drops the most often transmitted ones. Raise it for bursts; each
 * waiting broadcast takes memory.
 */
public record GossipProperties(@Nullable Duration interval, @Nullable Integer nodes, @Nullable Duration toTheDeadTime,
		@Nullable Integer retransmitMultiplier, @DefaultValue("true") boolean immediate,
		@DefaultValue("1400B") DataSize udpBufferSize, @DefaultValue("25") int userBroadcastShare,
		@DefaultValue("4096") int maxBroadcasts) {

}
