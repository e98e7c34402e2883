package io.membership.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.membership.spring.autoconfigure.properties.BroadcastsProperties;
import io.membership.spring.autoconfigure.properties.EncryptionProperties;
import io.membership.spring.autoconfigure.properties.EventHandlerProperties;
import io.membership.spring.autoconfigure.properties.EventsProperties;
import io.membership.spring.autoconfigure.properties.GossipProperties;
import io.membership.spring.autoconfigure.properties.LeaveProperties;
import io.membership.spring.autoconfigure.properties.MembersProperties;
import io.membership.spring.autoconfigure.properties.MetricsProperties;
import io.membership.spring.autoconfigure.properties.ProbeProperties;
import io.membership.spring.autoconfigure.properties.PushPullProperties;
import io.membership.spring.autoconfigure.properties.QueriesProperties;
import io.membership.spring.autoconfigure.properties.RpcProperties;
import io.membership.spring.autoconfigure.properties.SeedsProperties;
import io.membership.spring.autoconfigure.properties.SnapshotProperties;
import io.membership.spring.autoconfigure.properties.SuspicionProperties;
import io.membership.spring.autoconfigure.properties.TransportProperties;
import io.membership.spring.autoconfigure.properties.VersionsProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The {@code membership.*} properties. A property that is {@code null} here has the value
 * of the profile.
 *
 * @param enabled Whether this application becomes a member of a cluster. Set it to false
 * where the application runs alone; beans that inject the cluster must then do without.
 * @param protocol Protocol to speak, the same in the whole cluster. Serf's has tags, user
 * events, queries and key management, and understands serf agents. Choose memberlist for
 * a cluster with Go programs that use memberlist without Serf, or for delegates of your
 * own.
 * @param profile Preset for all properties that you do not set. Choose wan if members are
 * far from each other: it sends less and tolerates delays, but takes longer to detect
 * failures. Choose local if all members are on one machine.
 * @param nodeName Name of this member, unique in the cluster and the same after a
 * restart. Derived from the name of the application, the name of the host and the port
 * unless set. Set it where host names change but the identity should not.
 * @param clusterName Label of the cluster; members refuse traffic with another label. Set
 * it wherever several clusters could reach each other, so that reused addresses never
 * merge two of them. It is not a secret.
 * @param bindAddress Address or host name to bind UDP and TCP to. All addresses of this
 * machine, of both families, unless set. Set it to keep the port away from other
 * networks.
 * @param bindInterface Network interface to bind UDP and TCP to, such as eth0: its first
 * IPv4 address, or else its first IPv6 address. Set it where the interface is known but
 * its address is not. If bind-address is set too, it must be an address of the interface.
 * @param bindPort Port to bind UDP and TCP to. 0 picks a free port, for tests and for
 * several members on one machine; such a member cannot be a fixed seed.
 * @param advertiseAddress Address or host name that other members use to reach this one.
 * The bind address unless set. If that is a wildcard, the environment variable POD_IP, or
 * the address of the interface that leads to a seed, or else of the default route. Set it
 * behind NAT.
 * @param advertisePort Port that other members use to reach this one. 0 means the bound
 * port. Set it where NAT or a container maps the port.
 * @param join Comma-separated list of addresses to join, as host, host:port, [v6]:port or
 * name/host:port. Two or three members that are usually up are enough. The member
 * resolves host names to all their addresses, again at each attempt.
 * @param waitForJoin Longest time that the startup waits for another member before the
 * application goes on alone. Raise it if the application must not serve without knowing
 * the others; the first member of a cluster then starts that much later. Zero does not
 * wait.
 * @param failFast Whether the start fails if no other member was reached within
 * wait-for-join, instead of going on alone. Set it to true where the platform restarts a
 * failed application, and not on the first member of a cluster.
 * @param tags Map of tags that other members see, such as a role or a version, up to 512
 * bytes when encoded. Requires Serf's protocol.
 * @param metadata Text that other members see, up to 512 bytes in UTF-8. Requires
 * memberlist's protocol; Serf's has tags.
 * @param coordinates Whether the member keeps network coordinates, from which it
 * estimates the round-trip time between any two members. They make acks some bytes
 * larger. Requires Serf's protocol.
 * @param seeds Ways to find members to join, besides the list of addresses.
 * @param encryption Encryption of everything that the member sends.
 * @param gossip Dissemination of changes and broadcasts.
 * @param probe Failure detection.
 * @param suspicion Time that a suspected member has to refute before it counts as failed.
 * @param pushPull Exchange of the full state with a random member, which repairs what
 * gossip missed.
 * @param transport Packets and streams: time-outs, accepted addresses and limits.
 * @param members How members are remembered, reached again and forgotten.
 * @param events User events, and how events reach the listeners.
 * @param queries Limits and time-outs of queries.
 * @param broadcasts Limits of each of the three broadcast queues: joins and leaves, user
 * events, queries.
 * @param leave How the member leaves the cluster.
 * @param versions Protocol versions that the member speaks. Change them only for a
 * cluster with old members.
 * @param snapshot What the member keeps of the cluster over a restart.
 * @param rpc Server for the serf command-line tool and Serf's client libraries.
 * @param eventHandlers Comma-separated list of programs to run on events, each as
 * [FILTER=]SCRIPT in Serf's notation, such as user:deploy=./deploy.sh. Use a YAML or
 * indexed list if a filter contains commas. Requires Serf's protocol.
 * @param eventHandler How the programs of event-handlers run.
 * @param metrics Meters of the member.
 * @param clusters Map of further clusters that this application is a member of, by name.
 * Each has all the properties of membership itself, and needs an address or port of its
 * own. Requires Serf's protocol.
 */
@ConfigurationProperties("membership")
public record MembershipProperties(@DefaultValue("true") boolean enabled, @DefaultValue("serf") Protocol protocol,
		@DefaultValue("lan") Profile profile, @Nullable String nodeName, @Nullable String clusterName,
		@Nullable String bindAddress, @Nullable String bindInterface, @DefaultValue("7946") int bindPort,
		@Nullable String advertiseAddress, @DefaultValue("0") int advertisePort, @DefaultValue List<String> join,
		@DefaultValue("0s") Duration waitForJoin, @DefaultValue("false") boolean failFast,
		@DefaultValue Map<String, String> tags, @Nullable String metadata, @DefaultValue("true") boolean coordinates,
		@NestedConfigurationProperty @DefaultValue SeedsProperties seeds,
		@NestedConfigurationProperty @DefaultValue EncryptionProperties encryption,
		@NestedConfigurationProperty @DefaultValue GossipProperties gossip,
		@NestedConfigurationProperty @DefaultValue ProbeProperties probe,
		@NestedConfigurationProperty @DefaultValue SuspicionProperties suspicion,
		@NestedConfigurationProperty @DefaultValue PushPullProperties pushPull,
		@NestedConfigurationProperty @DefaultValue TransportProperties transport,
		@NestedConfigurationProperty @DefaultValue MembersProperties members,
		@NestedConfigurationProperty @DefaultValue EventsProperties events,
		@NestedConfigurationProperty @DefaultValue QueriesProperties queries,
		@NestedConfigurationProperty @DefaultValue BroadcastsProperties broadcasts,
		@NestedConfigurationProperty @DefaultValue LeaveProperties leave,
		@NestedConfigurationProperty @DefaultValue VersionsProperties versions,
		@NestedConfigurationProperty @DefaultValue SnapshotProperties snapshot,
		@NestedConfigurationProperty @DefaultValue RpcProperties rpc, @DefaultValue List<String> eventHandlers,
		@NestedConfigurationProperty @DefaultValue EventHandlerProperties eventHandler,
		@NestedConfigurationProperty @DefaultValue MetricsProperties metrics,
		@DefaultValue Map<String, MembershipProperties> clusters) {

	/** A protocol. */
	public enum Protocol {

		/** Serf's, on top of memberlist's. */
		SERF,
		/** HashiCorp memberlist's. */
		MEMBERLIST

	}

	/** A preset of settings. */
	public enum Profile {

		/** For a local network. */
		LAN,
		/** For the internet: slower and more patient. */
		WAN,
		/** For members on one machine: quicker. */
		LOCAL

	}

}
