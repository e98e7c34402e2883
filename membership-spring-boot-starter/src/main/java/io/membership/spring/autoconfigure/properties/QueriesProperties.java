package io.membership.spring.autoconfigure.properties;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits and time-outs of queries.
 *
 * @param sizeLimit Size of the largest query when encoded. It must fit into one packet.
 * Raise it together with gossip.udp-buffer-size, on all members.
 * @param responseSizeLimit Size of the largest answer when encoded. An answer is a single
 * UDP packet, so large ones are lost more often. Raise it on all members.
 * @param timeoutMultiplier Multiplier for the time that a query without a time-out of its
 * own collects answers, which is gossip.interval * multiplier * ceil(log10(n + 1)) for n
 * members. Raise it if handlers are slow or answers get lost; callers that wait for all
 * members then wait longer when one is missing.
 * @param buffer Number of Lamport times for which the member remembers queries, to answer
 * each only once. Raise it if members ask very many queries at the same time; each takes
 * some memory.
 */
public record QueriesProperties(@DefaultValue("1KB") DataSize sizeLimit,
		@DefaultValue("1KB") DataSize responseSizeLimit, @DefaultValue("16") int timeoutMultiplier,
		@DefaultValue("512") int buffer) {

}
