package io.membership.spring.autoconfigure.properties;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Ways to find members to join, besides the list of addresses.
 *
 * @param dns Comma-separated list of host names, each with or without a port. The member
 * joins all addresses that they resolve to, and resolves them again at each attempt. Fits
 * the headless service of a Kubernetes cluster.
 * @param srv Comma-separated list of names with SRV records. The member joins the hosts
 * and ports of the records.
 * @param nameServers Comma-separated list of name servers for dns and srv, as host or
 * host:port. Those of the system unless set.
 * @param file File with one address per line. The member reads it again at each attempt,
 * so another process can keep it up to date.
 * @param mdns Name under which members of one network find each other by multicast DNS,
 * as with the discover option of the serf agent. Only for networks that forward
 * multicast, which clouds and containers often do not. Requires Serf's protocol.
 * @param mdnsInterface Network interface for multicast DNS. All interfaces unless set.
 * Set it on a machine with several networks.
 * @param retry Attempts to reach seeds and lost members.
 */
public record SeedsProperties(@DefaultValue List<String> dns, @DefaultValue List<String> srv,
		@DefaultValue List<String> nameServers, @Nullable Path file, @Nullable String mdns,
		@Nullable String mdnsInterface, @DefaultValue Retry retry) {

	/**
	 * Attempts to reach seeds and lost members.
	 *
	 * @param enabled Whether the member goes on trying seeds and lost members for as long
	 * as it runs. Without it, a member that starts first stays alone, and a partition
	 * that lasts longer than gossip.to-the-dead-time may never heal.
	 * @param initialDelay Delay after the first join that reached no member. It doubles
	 * once; after 30 seconds, when other members have had the time to start, it doubles
	 * up to max-delay, with jitter. Lower it to join sooner when all members start at the
	 * same time; each attempt costs name look-ups and connections.
	 * @param maxDelay Longest delay between attempts while no member has been reached.
	 * Lower it to join sooner after a long outage of the seeds; raise it to spare DNS.
	 * @param interval Time between attempts to reach seeds and lost members once the
	 * member has joined, with jitter. Lower it to heal partitions sooner. Each attempt
	 * resolves the seeds again and tries a few addresses.
	 */
	public record Retry(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration initialDelay,
			@DefaultValue("60s") Duration maxDelay, @Nullable Duration interval) {

	}

}
