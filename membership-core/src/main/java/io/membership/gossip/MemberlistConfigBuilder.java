package io.membership.gossip;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.membership.ConfigException;
import io.membership.Keyring;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link MemberlistConfig}; each setter is named as the setting that it sets and
 * documented there. Starts with the preset for a local network. Not thread-safe.
 */
public final class MemberlistConfigBuilder {

	private String name;

	private String label = "";

	private boolean skipInboundLabelCheck;

	private InetAddress bindAddress = AddressPicker.wildcard();

	private int bindPort = 7946;

	private @Nullable InetAddress advertiseAddress;

	private int advertisePort;

	private byte[] metadata = new byte[0];

	private int protocolVersion = ProtocolVersions.DEFAULT;

	private int delegateProtocolMin;

	private int delegateProtocolMax;

	private int delegateProtocolCurrent;

	private Keyring keyring = Keyring.empty();

	private boolean verifyIncoming = true;

	private boolean verifyOutgoing = true;

	private boolean compression = true;

	private List<CidrBlock> cidrsAllowed = List.of();

	private boolean strictSource = true;

	private Duration probeInterval = Duration.ofSeconds(1);

	private Duration probeTimeout = Duration.ofMillis(500);

	private int indirectChecks = 3;

	private boolean tcpFallback = true;

	private Set<String> tcpFallbackDisabledFor = Set.of();

	private int awarenessMaxMultiplier = 8;

	private int suspicionMultiplier = 4;

	private int suspicionMaxTimeoutMultiplier = 6;

	private boolean stallGuard = true;

	private Duration gossipInterval = Duration.ofMillis(200);

	private int gossipNodes = 3;

	private Duration gossipToTheDeadTime = Duration.ofSeconds(30);

	private int retransmitMultiplier = 4;

	private boolean immediateGossip = true;

	private int udpBufferSize = 1400;

	private int userBroadcastShare = 25;

	private int maxBroadcasts = 4096;

	private Duration pushPullInterval = Duration.ofSeconds(30);

	private Duration tcpTimeout = Duration.ofSeconds(10);

	private Duration userStateTimeout = Duration.ofSeconds(1);

	private Duration deadNodeReclaimTime = Duration.ofSeconds(5);

	private Duration deadMemberRetention = Duration.ofMinutes(10);

	private int maxMembers = 65536;

	private List<String> seeds = List.of();

	private @Nullable SeedProvider seedProvider;

	private boolean rejoin = true;

	private Duration rejoinInitialDelay = Duration.ofSeconds(1);

	private Duration rejoinMaxDelay = Duration.ofSeconds(60);

	private Duration rejoinInterval = Duration.ofSeconds(60);

	private int eventQueueCapacity = 16384;

	private int maxInboundStreams = 256;

	private int maxInboundStreamsPerAddress = 64;

	private long inboundByteBudget = 64L * 1024 * 1024;

	MemberlistConfigBuilder(String name) {
		this.name = name;
	}

	MemberlistConfigBuilder(MemberlistConfig config) {
		this.name = config.name();
		this.label = config.label();
		this.skipInboundLabelCheck = config.skipInboundLabelCheck();
		this.bindAddress = config.bindAddress();
		this.bindPort = config.bindPort();
		this.advertiseAddress = config.advertiseAddress();
		this.advertisePort = config.advertisePort();
		this.metadata = config.metadata();
		this.protocolVersion = config.protocolVersion();
		this.delegateProtocolMin = config.delegateProtocolMin();
		this.delegateProtocolMax = config.delegateProtocolMax();
		this.delegateProtocolCurrent = config.delegateProtocolCurrent();
		this.keyring = config.keyring();
		this.verifyIncoming = config.verifyIncoming();
		this.verifyOutgoing = config.verifyOutgoing();
		this.compression = config.compression();
		this.cidrsAllowed = config.cidrsAllowed();
		this.strictSource = config.strictSource();
		this.probeInterval = config.probeInterval();
		this.probeTimeout = config.probeTimeout();
		this.indirectChecks = config.indirectChecks();
		this.tcpFallback = config.tcpFallback();
		this.tcpFallbackDisabledFor = config.tcpFallbackDisabledFor();
		this.awarenessMaxMultiplier = config.awarenessMaxMultiplier();
		this.suspicionMultiplier = config.suspicionMultiplier();
		this.suspicionMaxTimeoutMultiplier = config.suspicionMaxTimeoutMultiplier();
		this.stallGuard = config.stallGuard();
		this.gossipInterval = config.gossipInterval();
		this.gossipNodes = config.gossipNodes();
		this.gossipToTheDeadTime = config.gossipToTheDeadTime();
		this.retransmitMultiplier = config.retransmitMultiplier();
		this.immediateGossip = config.immediateGossip();
		this.udpBufferSize = config.udpBufferSize();
		this.userBroadcastShare = config.userBroadcastShare();
		this.maxBroadcasts = config.maxBroadcasts();
		this.pushPullInterval = config.pushPullInterval();
		this.tcpTimeout = config.tcpTimeout();
		this.userStateTimeout = config.userStateTimeout();
		this.deadNodeReclaimTime = config.deadNodeReclaimTime();
		this.deadMemberRetention = config.deadMemberRetention();
		this.maxMembers = config.maxMembers();
		this.seeds = config.seeds();
		this.seedProvider = config.seedProvider();
		this.rejoin = config.rejoin();
		this.rejoinInitialDelay = config.rejoinInitialDelay();
		this.rejoinMaxDelay = config.rejoinMaxDelay();
		this.rejoinInterval = config.rejoinInterval();
		this.eventQueueCapacity = config.eventQueueCapacity();
		this.maxInboundStreams = config.maxInboundStreams();
		this.maxInboundStreamsPerAddress = config.maxInboundStreamsPerAddress();
		this.inboundByteBudget = config.inboundByteBudget();
	}

	/** Sets {@link MemberlistConfig#name()}. */
	public MemberlistConfigBuilder name(String value) {
		this.name = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#label()}. */
	public MemberlistConfigBuilder label(String value) {
		this.label = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#skipInboundLabelCheck()}. */
	public MemberlistConfigBuilder skipInboundLabelCheck(boolean value) {
		this.skipInboundLabelCheck = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#bindAddress()}. */
	public MemberlistConfigBuilder bindAddress(InetAddress value) {
		this.bindAddress = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#bindPort()}. */
	public MemberlistConfigBuilder bindPort(int value) {
		this.bindPort = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#advertiseAddress()}. */
	public MemberlistConfigBuilder advertiseAddress(@Nullable InetAddress value) {
		this.advertiseAddress = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#advertisePort()}. */
	public MemberlistConfigBuilder advertisePort(int value) {
		this.advertisePort = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#metadata()}. */
	public MemberlistConfigBuilder metadata(byte[] value) {
		this.metadata = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#protocolVersion()}. */
	public MemberlistConfigBuilder protocolVersion(int value) {
		this.protocolVersion = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#delegateProtocolMin()}. */
	public MemberlistConfigBuilder delegateProtocolMin(int value) {
		this.delegateProtocolMin = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#delegateProtocolMax()}. */
	public MemberlistConfigBuilder delegateProtocolMax(int value) {
		this.delegateProtocolMax = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#delegateProtocolCurrent()}. */
	public MemberlistConfigBuilder delegateProtocolCurrent(int value) {
		this.delegateProtocolCurrent = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#keyring()}. */
	public MemberlistConfigBuilder keyring(Keyring value) {
		this.keyring = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#verifyIncoming()}. */
	public MemberlistConfigBuilder verifyIncoming(boolean value) {
		this.verifyIncoming = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#verifyOutgoing()}. */
	public MemberlistConfigBuilder verifyOutgoing(boolean value) {
		this.verifyOutgoing = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#compression()}. */
	public MemberlistConfigBuilder compression(boolean value) {
		this.compression = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#cidrsAllowed()}. */
	public MemberlistConfigBuilder cidrsAllowed(List<CidrBlock> value) {
		this.cidrsAllowed = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#strictSource()}. */
	public MemberlistConfigBuilder strictSource(boolean value) {
		this.strictSource = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#probeInterval()}. */
	public MemberlistConfigBuilder probeInterval(Duration value) {
		this.probeInterval = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#probeTimeout()}. */
	public MemberlistConfigBuilder probeTimeout(Duration value) {
		this.probeTimeout = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#indirectChecks()}. */
	public MemberlistConfigBuilder indirectChecks(int value) {
		this.indirectChecks = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#tcpFallback()}. */
	public MemberlistConfigBuilder tcpFallback(boolean value) {
		this.tcpFallback = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#tcpFallbackDisabledFor()}. */
	public MemberlistConfigBuilder tcpFallbackDisabledFor(Set<String> value) {
		this.tcpFallbackDisabledFor = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#awarenessMaxMultiplier()}. */
	public MemberlistConfigBuilder awarenessMaxMultiplier(int value) {
		this.awarenessMaxMultiplier = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#suspicionMultiplier()}. */
	public MemberlistConfigBuilder suspicionMultiplier(int value) {
		this.suspicionMultiplier = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#suspicionMaxTimeoutMultiplier()}. */
	public MemberlistConfigBuilder suspicionMaxTimeoutMultiplier(int value) {
		this.suspicionMaxTimeoutMultiplier = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#stallGuard()}. */
	public MemberlistConfigBuilder stallGuard(boolean value) {
		this.stallGuard = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#gossipInterval()}. */
	public MemberlistConfigBuilder gossipInterval(Duration value) {
		this.gossipInterval = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#gossipNodes()}. */
	public MemberlistConfigBuilder gossipNodes(int value) {
		this.gossipNodes = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#gossipToTheDeadTime()}. */
	public MemberlistConfigBuilder gossipToTheDeadTime(Duration value) {
		this.gossipToTheDeadTime = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#retransmitMultiplier()}. */
	public MemberlistConfigBuilder retransmitMultiplier(int value) {
		this.retransmitMultiplier = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#immediateGossip()}. */
	public MemberlistConfigBuilder immediateGossip(boolean value) {
		this.immediateGossip = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#udpBufferSize()}. */
	public MemberlistConfigBuilder udpBufferSize(int value) {
		this.udpBufferSize = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#userBroadcastShare()}. */
	public MemberlistConfigBuilder userBroadcastShare(int value) {
		this.userBroadcastShare = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#maxBroadcasts()}. */
	public MemberlistConfigBuilder maxBroadcasts(int value) {
		this.maxBroadcasts = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#pushPullInterval()}. */
	public MemberlistConfigBuilder pushPullInterval(Duration value) {
		this.pushPullInterval = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#tcpTimeout()}. */
	public MemberlistConfigBuilder tcpTimeout(Duration value) {
		this.tcpTimeout = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#userStateTimeout()}. */
	public MemberlistConfigBuilder userStateTimeout(Duration value) {
		this.userStateTimeout = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#deadNodeReclaimTime()}. */
	public MemberlistConfigBuilder deadNodeReclaimTime(Duration value) {
		this.deadNodeReclaimTime = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#deadMemberRetention()}. */
	public MemberlistConfigBuilder deadMemberRetention(Duration value) {
		this.deadMemberRetention = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#maxMembers()}. */
	public MemberlistConfigBuilder maxMembers(int value) {
		this.maxMembers = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#seeds()}. */
	public MemberlistConfigBuilder seeds(List<String> value) {
		this.seeds = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#seedProvider()}. */
	public MemberlistConfigBuilder seedProvider(@Nullable SeedProvider value) {
		this.seedProvider = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#rejoin()}. */
	public MemberlistConfigBuilder rejoin(boolean value) {
		this.rejoin = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#rejoinInitialDelay()}. */
	public MemberlistConfigBuilder rejoinInitialDelay(Duration value) {
		this.rejoinInitialDelay = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#rejoinMaxDelay()}. */
	public MemberlistConfigBuilder rejoinMaxDelay(Duration value) {
		this.rejoinMaxDelay = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#rejoinInterval()}. */
	public MemberlistConfigBuilder rejoinInterval(Duration value) {
		this.rejoinInterval = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#eventQueueCapacity()}. */
	public MemberlistConfigBuilder eventQueueCapacity(int value) {
		this.eventQueueCapacity = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#maxInboundStreams()}. */
	public MemberlistConfigBuilder maxInboundStreams(int value) {
		this.maxInboundStreams = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#maxInboundStreamsPerAddress()}. */
	public MemberlistConfigBuilder maxInboundStreamsPerAddress(int value) {
		this.maxInboundStreamsPerAddress = value;
		return this;
	}

	/** Sets {@link MemberlistConfig#inboundByteBudget()}. */
	public MemberlistConfigBuilder inboundByteBudget(long value) {
		this.inboundByteBudget = value;
		return this;
	}

	/**
	 * Checks the settings and builds the configuration.
	 * @return the configuration
	 * @throws ConfigException if a setting is invalid or does not fit to another one
	 */
	public MemberlistConfig build() {
		MemberlistConfig config = new MemberlistConfig(this.name, this.label, this.skipInboundLabelCheck,
				this.bindAddress, this.bindPort, this.advertiseAddress, this.advertisePort, this.metadata,
				this.protocolVersion, this.delegateProtocolMin, this.delegateProtocolMax, this.delegateProtocolCurrent,
				this.keyring, this.verifyIncoming, this.verifyOutgoing, this.compression, this.cidrsAllowed,
				this.strictSource, this.probeInterval, this.probeTimeout, this.indirectChecks, this.tcpFallback,
				this.tcpFallbackDisabledFor, this.awarenessMaxMultiplier, this.suspicionMultiplier,
				this.suspicionMaxTimeoutMultiplier, this.stallGuard, this.gossipInterval, this.gossipNodes,
				this.gossipToTheDeadTime, this.retransmitMultiplier, this.immediateGossip, this.udpBufferSize,
				this.userBroadcastShare, this.maxBroadcasts, this.pushPullInterval, this.tcpTimeout,
				this.userStateTimeout, this.deadNodeReclaimTime, this.deadMemberRetention, this.maxMembers, this.seeds,
				this.seedProvider, this.rejoin, this.rejoinInitialDelay, this.rejoinMaxDelay, this.rejoinInterval,
				this.eventQueueCapacity, this.maxInboundStreams, this.maxInboundStreamsPerAddress,
				this.inboundByteBudget);
		MemberlistConfigRules.check(config);
		return config;
	}

}
