package io.membership.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The {@code membership.*} properties. What is {@code null} here has the profile's value.
 *
 * @param enabled Whether this application becomes a member of a cluster.
 * @param protocol Protocol to speak. Serf's has tags, user events, queries and key
 * management; memberlist's is for a cluster with applications of Go's memberlist, and for
 * delegates of the application's own.
 * @param nodeName Name of this member, unique in the cluster and the same after a
 * restart. By default made of the application's name, the host's name and the port.
 * @param clusterName Label of the cluster. Traffic with another label is refused. Not a
 * secret.
 * @param skipInboundLabelCheck Whether inbound traffic without a label is taken as
 * carrying ours, for a proxy that strips labels.
 * @param profile Preset from which every setting that is not set takes its value.
 * @param bindAddress Address or host name to bind UDP and TCP to. By default all
 * addresses of this machine.
 * @param bindPort Port to bind UDP and TCP to. 0 picks a free one.
 * @param advertiseAddress Address or host name that is told to the others. By default the
 * bind address, or a private address of this machine if that is a wildcard.
 * @param advertisePort Port that is told to the others. 0 means the bound port.
 * @param join Comma-separated list of addresses of the cluster to join, as host,
 * host:port, [v6]:port or name/host:port. Host names are resolved to all their addresses,
 * again at each attempt.
 * @param joinRetry Retries of seeds and lost members.
 * @param waitForJoin Longest time that the start of the application waits for another
 * member before it goes on alone. Zero does not wait.
 * @param metadata Text that is told to the others with this member's name, up to 512
 * bytes in UTF-8. With memberlist's protocol only; Serf's has tags.
 * @param tags Map of tags that are told to the others with this member's name, up to 512
 * bytes when encoded. With Serf's protocol only.
 * @param encryption Encryption of everything that is sent.
 * @param cidrsAllowed Comma-separated list of networks in CIDR notation that members may
 * have addresses in. Empty allows all.
 * @param strictSource Whether answers and indirect probes go only to addresses of
 * members, allowed networks and the sender itself while encryption is off.
 * @param compression Whether messages are compressed.
 * @param gossip Dissemination of changes and broadcasts.
 * @param probe Failure detection.
 * @param suspicion Time that a suspected member has to refute.
 * @param pushPullInterval Time between full state exchanges, which grows with the
 * cluster. Zero switches them off.
 * @param tcpTimeout Limit for a stream exchange.
 * @param userStateTimeout How long a full state exchange waits for the application's
 * state before it sends the previous one.
 * @param deadNodeReclaimTime Time after which the name of a failed or left member may be
 * used by another address. Zero means never after a failure and at once after a leave.
 * @param deadMemberRetention How long failed and left members stay listed.
 * @param maxMembers How many members are kept. More are refused.
 * @param protocolVersion Version of the gossip protocol to speak, 1 to 5.
 * @param delegateProtocolMin Lowest version of the application's protocol that is
 * understood. With memberlist's protocol only.
 * @param delegateProtocolMax Highest version of the application's protocol that is
 * understood. With memberlist's protocol only.
 * @param delegateProtocolCurrent Version of the application's protocol that is spoken.
 * With memberlist's protocol only.
 * @param serfProtocolVersion Version of Serf's protocol to speak, 2 to 5.
 * @param reconnectTimeout Time after which a failed member is forgotten.
 * @param tombstoneTimeout Time after which a member that has left is forgotten.
 * @param reapInterval Time between looks for members to forget.
 * @param reconnectInterval Time between attempts to reach a failed member.
 * @param broadcastTimeout Longest time to wait until an intent to leave has been
 * gossiped.
 * @param leavePropagateDelay How long a leaving member goes on answering after its leave
 * has been gossiped, so that nobody takes it for failed.
 * @param recentIntentTimeout How long intents to join or leave are remembered of members
 * that are not known yet.
 * @param flapTimeout Time within which a member that fails and returns is counted as
 * flapping.
 * @param userEventSizeLimit Size of the largest user event, name and payload together, at
 * most 9216B. Has to be the same in the whole cluster.
 * @param eventBuffer How many Lamport times back user events are remembered, so that they
 * are delivered once only.
 * @param query Limits and times of queries.
 * @param coalesce How few events are made of many that come in short succession.
 * @param queue Limits of the queues of intents, user events and queries.
 * @param snapshot What is kept of the cluster over a restart.
 * @param keyringFile File that the encryption keys are kept in, as it changes when keys
 * are installed or removed at run time. Its keys win over those that are configured.
 * @param nameConflictResolution Whether the cluster is asked which of two members of one
 * name it holds to be the real one. The loser steps back.
 * @param replayOnJoin Whether the first join brings user events from before it.
 * @param coordinates Whether network coordinates are kept, from which the round-trip time
 * between any two members is estimated.
 * @param eventQueueCapacity How many events and user messages may wait for the
 * application.
 * @param maxInboundStreams How many inbound streams may be open at the same time.
 * @param maxInboundStreamsPerAddress How many inbound streams may be open at the same
 * time from one address.
 * @param inboundByteBudget Size of the unfinished inbound frames that may be buffered at
 * the same time.
 * @param leaveOnShutdown Whether the others are told that this member leaves when the
 * application shuts down, so that they see it as left and not as failed.
 * @param leaveTimeout Longest time that the shutdown waits until the others have been
 * told.
 * @param discovery Ways to find out whom to join, besides the list of addresses.
 * @param rpc Server for the serf command-line tool and Serf's client libraries.
 * @param eventHandlers Comma-separated list of programs that are run on events, each as
 * [FILTER=]SCRIPT in Serf's notation, such as user:deploy=./deploy.sh. A real list where
 * a filter contains commas itself.
 * @param eventHandler How the programs of event handlers are run.
 * @param metrics Meters of this member.
 * @param clusters Map of further clusters that this application is a member of, by their
 * names. Each has all the settings of membership itself, with an address or port of its
 * own.
 */
@ConfigurationProperties("membership")
public record MembershipProperties(@DefaultValue("true") boolean enabled, @DefaultValue("serf") Protocol protocol,
		@Nullable String nodeName, @Nullable String clusterName, @DefaultValue("false") boolean skipInboundLabelCheck,
		@DefaultValue("lan") Profile profile, @Nullable String bindAddress, @DefaultValue("7946") int bindPort,
		@Nullable String advertiseAddress, @DefaultValue("0") int advertisePort, @DefaultValue List<String> join,
		@DefaultValue JoinRetry joinRetry, @DefaultValue("0s") Duration waitForJoin, @Nullable String metadata,
		@DefaultValue Map<String, String> tags, @DefaultValue Encryption encryption,
		@DefaultValue List<String> cidrsAllowed, @DefaultValue("true") boolean strictSource,
		@DefaultValue("true") boolean compression, @DefaultValue Gossip gossip, @DefaultValue Probe probe,
		@DefaultValue Suspicion suspicion, @Nullable Duration pushPullInterval, @Nullable Duration tcpTimeout,
		@DefaultValue("1s") Duration userStateTimeout, @Nullable Duration deadNodeReclaimTime,
		@DefaultValue("10m") Duration deadMemberRetention, @DefaultValue("65536") int maxMembers,
		@DefaultValue("2") int protocolVersion, @DefaultValue("0") int delegateProtocolMin,
		@DefaultValue("0") int delegateProtocolMax, @DefaultValue("0") int delegateProtocolCurrent,
		@DefaultValue("5") int serfProtocolVersion, @DefaultValue("24h") Duration reconnectTimeout,
		@DefaultValue("24h") Duration tombstoneTimeout, @DefaultValue("15s") Duration reapInterval,
		@DefaultValue("30s") Duration reconnectInterval, @DefaultValue("5s") Duration broadcastTimeout,
		@DefaultValue("1s") Duration leavePropagateDelay, @DefaultValue("5m") Duration recentIntentTimeout,
		@DefaultValue("60s") Duration flapTimeout, @DefaultValue("512B") DataSize userEventSizeLimit,
		@DefaultValue("512") int eventBuffer, @DefaultValue Query query, @DefaultValue Coalesce coalesce,
		@DefaultValue Queue queue, @DefaultValue Snapshot snapshot, @Nullable Path keyringFile,
		@DefaultValue("true") boolean nameConflictResolution, @DefaultValue("false") boolean replayOnJoin,
		@DefaultValue("true") boolean coordinates, @DefaultValue("16384") int eventQueueCapacity,
		@DefaultValue("256") int maxInboundStreams, @DefaultValue("64") int maxInboundStreamsPerAddress,
		@DefaultValue("64MB") DataSize inboundByteBudget, @DefaultValue("true") boolean leaveOnShutdown,
		@DefaultValue("5s") Duration leaveTimeout, @DefaultValue Discovery discovery, @DefaultValue Rpc rpc,
		@DefaultValue List<String> eventHandlers, @DefaultValue EventHandler eventHandler,
		@DefaultValue Metrics metrics, @DefaultValue Map<String, MembershipProperties> clusters) {

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

	/**
	 * Retries of seeds and lost members.
	 *
	 * @param enabled Whether seeds and lost members are retried for as long as the member
	 * runs.
	 * @param initialDelay First delay after a join that reached nobody. Doubles up to the
	 * maximum, with jitter.
	 * @param maxDelay Longest delay after a join that reached nobody.
	 * @param interval Time between attempts to reach seeds and lost members once joined,
	 * with jitter.
	 */
	public record JoinRetry(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration initialDelay,
			@DefaultValue("60s") Duration maxDelay, @Nullable Duration interval) {

	}

	/**
	 * Encryption of everything that is sent.
	 *
	 * @param keys Comma-separated list of keys of 16, 24 or 32 bytes in Base64. The first
	 * encrypts, all of them decrypt. Empty switches encryption off.
	 * @param required Whether the application refuses to start without a key.
	 * @param verifyIncoming Whether plaintext is refused when there is a key.
	 * @param verifyOutgoing Whether everything sent is encrypted when there is a key.
	 */
	public record Encryption(@DefaultValue List<String> keys, @DefaultValue("false") boolean required,
			@DefaultValue("true") boolean verifyIncoming, @DefaultValue("true") boolean verifyOutgoing) {

		@Override
		public String toString() {
			return "Encryption[keys=" + this.keys.size() + " hidden, required=" + this.required + ", verifyIncoming="
					+ this.verifyIncoming + ", verifyOutgoing=" + this.verifyOutgoing + "]";
		}

	}

	/**
	 * Dissemination of changes and broadcasts.
	 *
	 * @param interval Time between gossip rounds.
	 * @param nodes How many random members are gossiped to in a round.
	 * @param toTheDeadTime How long a failed member is still gossiped to, so that it can
	 * refute.
	 * @param retransmitMultiplier Multiplier for how often a broadcast is transmitted.
	 * @param immediate Whether something new is gossiped at once, within a budget, rather
	 * than at the next round.
	 * @param udpBufferSize Size of the largest packet to send.
	 * @param userBroadcastShare Share of a packet in percent that user broadcasts get
	 * when membership traffic would fill it.
	 * @param maxBroadcasts How many user broadcasts may be queued. The oldest most
	 * transmitted ones are dropped first.
	 */
	public record Gossip(@Nullable Duration interval, @Nullable Integer nodes, @Nullable Duration toTheDeadTime,
			@Nullable Integer retransmitMultiplier, @DefaultValue("true") boolean immediate,
			@DefaultValue("1400B") DataSize udpBufferSize, @DefaultValue("25") int userBroadcastShare,
			@DefaultValue("4096") int maxBroadcasts) {

	}

	/**
	 * Failure detection.
	 *
	 * @param interval Time between probes.
	 * @param timeout Time to wait for a direct answer.
	 * @param indirectChecks How many others are asked to probe a member that does not
	 * answer.
	 * @param tcpFallback Whether a member that does not answer by UDP is pinged by TCP.
	 * @param tcpFallbackDisabledFor Comma-separated list of names of members that are
	 * never pinged by TCP.
	 * @param awarenessMaxMultiplier Upper limit (exclusive) of the local health score, by
	 * which probing slows down.
	 */
	public record Probe(@Nullable Duration interval, @Nullable Duration timeout, @Nullable Integer indirectChecks,
			@DefaultValue("true") boolean tcpFallback, @DefaultValue Set<String> tcpFallbackDisabledFor,
			@DefaultValue("8") int awarenessMaxMultiplier) {

	}

	/**
	 * Time that a suspected member has to refute.
	 *
	 * @param multiplier Multiplier for the shortest time a suspected member has to
	 * refute.
	 * @param maxTimeoutMultiplier How many times longer a suspicion lasts that nobody
	 * confirms.
	 * @param stallGuard Whether accusations of this member are put off when it was itself
	 * stalled.
	 */
	public record Suspicion(@Nullable Integer multiplier, @DefaultValue("6") int maxTimeoutMultiplier,
			@DefaultValue("true") boolean stallGuard) {

	}

	/**
	 * Limits and times of queries.
	 *
	 * @param sizeLimit Size of the largest query when encoded. Has to be the same in the
	 * whole cluster.
	 * @param responseSizeLimit Size of the largest answer when encoded. Has to be the
	 * same in the whole cluster.
	 * @param timeoutMultiplier Multiplier for the time that answers are taken, which also
	 * grows with the gossip interval and with the cluster.
	 * @param buffer How many Lamport times back queries are remembered, so that they are
	 * answered once only.
	 */
	public record Query(@DefaultValue("1KB") DataSize sizeLimit, @DefaultValue("1KB") DataSize responseSizeLimit,
			@DefaultValue("16") int timeoutMultiplier, @DefaultValue("512") int buffer) {

	}

	/**
	 * How few events are made of many.
	 *
	 * @param memberPeriod Longest time that events of members wait for others to be told
	 * together. Zero tells each as it comes.
	 * @param memberQuiescentPeriod Time without an event of a member after which those
	 * that wait are told.
	 * @param userPeriod Longest time that user events wait for later ones of their name,
	 * of which the latest is told. Zero tells each as it comes.
	 * @param userQuiescentPeriod Time without a user event after which those that wait
	 * are told.
	 */
	public record Coalesce(@DefaultValue("0s") Duration memberPeriod,
			@DefaultValue("0s") Duration memberQuiescentPeriod, @DefaultValue("0s") Duration userPeriod,
			@DefaultValue("0s") Duration userQuiescentPeriod) {

	}

	/**
	 * Limits of each of the queues of intents, user events and queries.
	 *
	 * @param checkInterval Time between looks at the queues.
	 * @param depthWarning How many entries make a look warn.
	 * @param maxDepth How many entries are kept.
	 * @param minDepth Lower limit of the number of entries that are kept, which is then
	 * twice the number of members. Zero means the fixed number.
	 */
	public record Queue(@DefaultValue("30s") Duration checkInterval, @DefaultValue("128") int depthWarning,
			@DefaultValue("4096") int maxDepth, @DefaultValue("0") int minDepth) {

	}

	/**
	 * What is kept of the cluster over a restart.
	 *
	 * @param path File in Serf's format that the present members and the Lamport times
	 * are written to. They are joined again after a restart or a crash. Without it
	 * nothing is kept.
	 * @param rejoinAfterLeave Whether the members of the file are joined again also after
	 * this member had left.
	 */
	public record Snapshot(@Nullable Path path, @DefaultValue("false") boolean rejoinAfterLeave) {

	}

	/**
	 * Ways to find out whom to join, besides the list of addresses.
	 *
	 * @param dns Comma-separated list of host names, each with or without a port, of
	 * which all addresses are joined, such as the headless service of a Kubernetes
	 * cluster.
	 * @param srv Comma-separated list of names of which the hosts and ports of the SRV
	 * records are joined.
	 * @param nameServers Comma-separated list of name servers to ask, as host or
	 * host:port. By default those of the system.
	 * @param file File with one address a line, which is read anew each time.
	 * @param mdns Name under which members of a network find each other by multicast DNS,
	 * as with the serf agent's option discover.
	 * @param mdnsInterface Network interface for multicast DNS. By default all.
	 */
	public record Discovery(@DefaultValue List<String> dns, @DefaultValue List<String> srv,
			@DefaultValue List<String> nameServers, @Nullable Path file, @Nullable String mdns,
			@Nullable String mdnsInterface) {

	}

	/**
	 * Server for the serf command-line tool and Serf's client libraries.
	 *
	 * @param enabled Whether to listen. Who can connect can make the member leave and
	 * change its keys.
	 * @param address Address and port to listen on. One that is not loopback needs an
	 * authentication key.
	 * @param authKey Authentication key that a client must know. Travels in plain text.
	 * @param closeApplicationOnLeave Whether the application is closed when a client has
	 * made the member leave, as a serf agent ends then.
	 */
	public record Rpc(@DefaultValue("false") boolean enabled, @DefaultValue("127.0.0.1:7373") String address,
			@Nullable String authKey, @DefaultValue("false") boolean closeApplicationOnLeave) {

		@Override
		public String toString() {
			return "Rpc[enabled=" + this.enabled + ", address=" + this.address + ", authKey="
					+ ((this.authKey != null) ? "hidden" : "none") + ", closeApplicationOnLeave="
					+ this.closeApplicationOnLeave + "]";
		}

	}

	/**
	 * How the programs of event handlers are run.
	 *
	 * @param shell Whether a script is a command line for a shell, as with Serf, instead
	 * of a program and its arguments.
	 * @param timeout Time after which a program is killed.
	 * @param concurrency How many programs run at the same time.
	 * @param queueCapacity How many events may wait for one program.
	 */
	public record EventHandler(@DefaultValue("false") boolean shell, @DefaultValue("30s") Duration timeout,
			@DefaultValue("4") int concurrency, @DefaultValue("512") int queueCapacity) {

	}

	/**
	 * Meters of this member.
	 *
	 * @param clusterNameTag Whether the cluster's name is added to every meter, as the
	 * tag cluster.
	 */
	public record Metrics(@DefaultValue("false") boolean clusterNameTag) {

	}

}
