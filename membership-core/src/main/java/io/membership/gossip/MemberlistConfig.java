package io.membership.gossip;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.membership.Keyring;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link Memberlist}. Immutable. Made by a {@link MemberlistConfigBuilder}:
 * start from one of the presets {@link #lan}, {@link #wan} and {@link #local}, which have
 * memberlist's values for a local network, the internet and the loopback interface. The
 * builder checks the settings; the constructor does not.
 *
 * @param name name of the member, unique in the cluster
 * @param label label of the cluster; packets and streams with another one are refused;
 * empty for none. Not a secret
 * @param skipInboundLabelCheck whether inbound traffic without a label is taken as
 * carrying ours (for a proxy that strips labels)
 * @param bindAddress address to bind UDP and TCP to
 * @param bindPort port to bind UDP and TCP to; 0 picks a free one
 * @param advertiseAddress address that is told to the others; {@code null}: the bind
 * address, or a private address of this machine if that is a wildcard
 * @param advertisePort port that is told to the others; 0: the bound port
 * @param metadata metadata that is told to the others, up to 512 bytes
 * @param protocolVersion protocol version to speak, 1 to 5
 * @param delegateProtocolMin lowest version of the application's protocol that is
 * understood
 * @param delegateProtocolMax highest version of the application's protocol that is
 * understood
 * @param delegateProtocolCurrent version of the application's protocol that is spoken
 * @param keyring keys; encryption is on when it is not empty
 * @param verifyIncoming whether plaintext is refused when encryption is on
 * @param verifyOutgoing whether everything sent is encrypted when encryption is on
 * @param compression whether messages are compressed
 * @param cidrsAllowed networks that members may have addresses in; empty allows all
 * @param strictSource whether acks and indirect pings go only to addresses of members,
 * allowed networks and the sender itself while plaintext is accepted
 * @param probeInterval time between probes
 * @param probeTimeout time to wait for a direct ack
 * @param indirectChecks how many others are asked to probe a member that does not answer
 * @param tcpFallback whether a member that does not answer by UDP is pinged by TCP
 * @param tcpFallbackDisabledFor names of members that are never pinged by TCP
 * @param awarenessMaxMultiplier upper limit (exclusive) of the local health score, by
 * which probing slows down
 * @param suspicionMultiplier multiplier for the shortest time a suspected member has to
 * refute
 * @param suspicionMaxTimeoutMultiplier how many times longer a suspicion lasts that
 * nobody confirms
 * @param stallGuard whether accusations of this member are put off when it was itself
 * stalled
 * @param gossipInterval time between gossip rounds
 * @param gossipNodes how many random members are gossiped to in a round
 * @param gossipToTheDeadTime how long a dead member is still gossiped to, so that it can
 * refute
 * @param retransmitMultiplier multiplier for how often a broadcast is transmitted
 * @param immediateGossip whether something new is gossiped at once (within a budget) and
 * not at the next round
 * @param udpBufferSize largest packet to send, in bytes
 * @param userBroadcastShare share of a packet in percent that user broadcasts get when
 * membership traffic would fill it
 * @param maxBroadcasts how many user broadcasts may be queued; the oldest most
 * transmitted ones are dropped first
 * @param pushPullInterval time between full state exchanges; grows with the cluster; zero
 * switches them off
 * @param tcpTimeout limit for a stream exchange
 * @param userStateTimeout how long a push/pull exchange waits for the application's state
 * before it sends the previous one
 * @param deadNodeReclaimTime after what time the name of a failed or left member may be
 * used by another address; zero: never after a failure, at once after a leave
 * (memberlist's default)
 * @param deadMemberRetention how long failed and left members stay listed, at least as
 * long as they are gossiped to
 * @param maxMembers how many members are kept; more are refused
 * @param seeds addresses to join in the background, as host, host:port, [v6]:port or
 * name/host:port
 * @param seedProvider finds more addresses to join, anew at each attempt; {@code null}
 * for none
 * @param rejoin whether seeds and lost members are retried for as long as the member runs
 * @param rejoinInitialDelay first delay after a join that reached nobody; doubled up to
 * the maximum, with jitter
 * @param rejoinMaxDelay longest delay after a join that reached nobody
 * @param rejoinInterval time between attempts to reach seeds and lost members once
 * joined, with jitter
 * @param eventQueueCapacity how many events and user messages may wait for the
 * application
 * @param maxInboundStreams inbound streams that may be open at the same time
 * @param maxInboundStreamsPerAddress the same for one remote address
 * @param inboundByteBudget bytes of unfinished inbound frames that may be buffered at the
 * same time
 */
public record MemberlistConfig(String name, String label, boolean skipInboundLabelCheck, InetAddress bindAddress,
		int bindPort, @Nullable InetAddress advertiseAddress, int advertisePort, byte[] metadata, int protocolVersion,
		int delegateProtocolMin, int delegateProtocolMax, int delegateProtocolCurrent, Keyring keyring,
		boolean verifyIncoming, boolean verifyOutgoing, boolean compression, List<CidrBlock> cidrsAllowed,
		boolean strictSource, Duration probeInterval, Duration probeTimeout, int indirectChecks, boolean tcpFallback,
		Set<String> tcpFallbackDisabledFor, int awarenessMaxMultiplier, int suspicionMultiplier,
		int suspicionMaxTimeoutMultiplier, boolean stallGuard, Duration gossipInterval, int gossipNodes,
		Duration gossipToTheDeadTime, int retransmitMultiplier, boolean immediateGossip, int udpBufferSize,
		int userBroadcastShare, int maxBroadcasts, Duration pushPullInterval, Duration tcpTimeout,
		Duration userStateTimeout, Duration deadNodeReclaimTime, Duration deadMemberRetention, int maxMembers,
		List<String> seeds, @Nullable SeedProvider seedProvider, boolean rejoin, Duration rejoinInitialDelay,
		Duration rejoinMaxDelay, Duration rejoinInterval, int eventQueueCapacity, int maxInboundStreams,
		int maxInboundStreamsPerAddress, long inboundByteBudget) {

	/** Copies what could be changed from outside. */
	public MemberlistConfig {
		metadata = metadata.clone();
		cidrsAllowed = List.copyOf(cidrsAllowed);
		tcpFallbackDisabledFor = Set.copyOf(tcpFallbackDisabledFor);
		seeds = List.copyOf(seeds);
	}

	/**
	 * Whether the settings tell, or tell how to find, anybody to join.
	 * @return {@code false} if there are neither seeds nor a provider of them
	 */
	public boolean hasSeeds() {
		return !this.seeds.isEmpty() || this.seedProvider != null;
	}

	/**
	 * memberlist's settings for a local network.
	 * @param name name of the member, unique in the cluster
	 * @return a builder with the preset
	 */
	public static MemberlistConfigBuilder lan(String name) {
		return new MemberlistConfigBuilder(name);
	}

	/**
	 * memberlist's settings for the internet: slower and more patient.
	 * @param name name of the member, unique in the cluster
	 * @return a builder with the preset
	 */
	public static MemberlistConfigBuilder wan(String name) {
		return new MemberlistConfigBuilder(name).tcpTimeout(Duration.ofSeconds(30))
			.suspicionMultiplier(6)
			.pushPullInterval(Duration.ofSeconds(60))
			.probeTimeout(Duration.ofSeconds(3))
			.probeInterval(Duration.ofSeconds(5))
			.gossipNodes(4)
			.gossipInterval(Duration.ofMillis(500))
			.gossipToTheDeadTime(Duration.ofSeconds(60))
			.deadNodeReclaimTime(Duration.ofSeconds(15));
	}

	/**
	 * memberlist's settings for the loopback interface: quicker.
	 * @param name name of the member, unique in the cluster
	 * @return a builder with the preset
	 */
	public static MemberlistConfigBuilder local(String name) {
		return new MemberlistConfigBuilder(name).tcpTimeout(Duration.ofSeconds(1))
			.indirectChecks(1)
			.retransmitMultiplier(2)
			.suspicionMultiplier(3)
			.pushPullInterval(Duration.ofSeconds(15))
			.probeTimeout(Duration.ofMillis(200))
			.probeInterval(Duration.ofSeconds(1))
			.gossipInterval(Duration.ofMillis(100))
			.gossipToTheDeadTime(Duration.ofSeconds(15))
			.rejoinInterval(Duration.ofSeconds(15));
	}

	/**
	 * A builder that starts with these settings.
	 * @return a new builder
	 */
	public MemberlistConfigBuilder toBuilder() {
		return new MemberlistConfigBuilder(this);
	}

	/**
	 * The metadata that is told to the others.
	 * @return a copy of the bytes
	 */
	@Override
	public byte[] metadata() {
		return this.metadata.clone();
	}

}
