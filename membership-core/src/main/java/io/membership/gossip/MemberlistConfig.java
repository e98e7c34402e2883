package io.membership.gossip;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

import io.membership.ConfigException;
import io.membership.SafeText;
import io.membership.SettingRules;

/**
 * Settings of a {@link Memberlist}. Immutable. Start from one of the presets
 * {@link #lan}, {@link #wan} and {@link #local}, which have memberlist's values for a
 * local network, the internet and the loopback interface, and change groups of settings:
 * {@code MemberlistConfig.lan("a").withProbe((probe) -> probe.withTimeout(timeout))}.
 * {@link Memberlist#create Memberlist.create} checks the settings.
 *
 * @param name name of the member, unique in the cluster and the same after a restart
 * @param label label of the cluster; members refuse traffic with another label. Empty for
 * none. Not a secret
 * @param metadata bytes that other members see, up to 512
 * @param eventQueueCapacity number of events and user messages that may wait for the
 * application. When the queue is full, messages are dropped and changes of one member are
 * merged. Raise it for bursts
 * @param network addresses to bind to and to advertise
 * @param seeds members to join, and how often to try
 * @param encryption keys, and whether plaintext is accepted
 * @param gossip dissemination of changes and broadcasts
 * @param probe failure detection
 * @param suspicion time that a suspected member has to refute
 * @param pushPull exchange of the full state
 * @param transport packets and streams: time-outs, accepted addresses and limits
 * @param members how many gone members are remembered, and for how long
 * @param versions protocol versions
 */
public record MemberlistConfig(String name, String label, byte[] metadata, int eventQueueCapacity,
		NetworkConfig network, SeedsConfig seeds, EncryptionConfig encryption, GossipConfig gossip, ProbeConfig probe,
		SuspicionConfig suspicion, PushPullConfig pushPull, TransportConfig transport, MemberTableConfig members,
		VersionsConfig versions) {

	/** Largest metadata that fits into an alive message, as memberlist defines it. */
	static final int MAX_METADATA_BYTES = 512;

	/** Largest label that fits into the label header. */
	static final int MAX_LABEL_BYTES = 255;

	/** Longest name, local or from the wire; longer ones would not fit into a packet. */
	static final int MAX_NAME_BYTES = 255;

	/** Copies the metadata. */
	public MemberlistConfig {
		metadata = metadata.clone();
	}

	/**
	 * Returns memberlist's settings for a local network.
	 * @param name name of the member, unique in the cluster
	 * @return the preset
	 */
	public static MemberlistConfig lan(String name) {
		return new MemberlistConfig(name, "", new byte[0], 16384, NetworkConfig.DEFAULT, SeedsConfig.DEFAULT,
				EncryptionConfig.DEFAULT, GossipConfig.DEFAULT, ProbeConfig.DEFAULT, SuspicionConfig.DEFAULT,
				PushPullConfig.DEFAULT, TransportConfig.DEFAULT, MemberTableConfig.DEFAULT, VersionsConfig.DEFAULT);
	}

	/**
	 * Returns memberlist's settings for the internet, which send less and tolerate longer
	 * delays.
	 * @param name name of the member, unique in the cluster
	 * @return the preset
	 */
	public static MemberlistConfig wan(String name) {
		return lan(name).withTransport((transport) -> transport.withTcpTimeout(Duration.ofSeconds(30)))
			.withSuspicion((suspicion) -> suspicion.withMultiplier(6))
			.withPushPull((pushPull) -> pushPull.withInterval(Duration.ofSeconds(60)))
			.withProbe((probe) -> probe.withTimeout(Duration.ofSeconds(3)).withInterval(Duration.ofSeconds(5)))
			.withGossip((gossip) -> gossip.withNodes(4)
				.withInterval(Duration.ofMillis(500))
				.withToTheDeadTime(Duration.ofSeconds(60)))
			.withMembers((members) -> members.withDeadNodeReclaimTime(Duration.ofSeconds(15)));
	}

	/**
	 * Returns memberlist's settings for the loopback interface, which detect failures
	 * faster.
	 * @param name name of the member, unique in the cluster
	 * @return the preset
	 */
	public static MemberlistConfig local(String name) {
		return lan(name).withTransport((transport) -> transport.withTcpTimeout(Duration.ofSeconds(1)))
			.withSuspicion((suspicion) -> suspicion.withMultiplier(3))
			.withPushPull((pushPull) -> pushPull.withInterval(Duration.ofSeconds(15)))
			.withProbe((probe) -> probe.withTimeout(Duration.ofMillis(200))
				.withInterval(Duration.ofSeconds(1))
				.withIndirectChecks(1))
			.withGossip((gossip) -> gossip.withRetransmitMultiplier(2)
				.withInterval(Duration.ofMillis(100))
				.withToTheDeadTime(Duration.ofSeconds(15)))
			.withSeeds((seeds) -> seeds.withRetry((retry) -> retry.withInterval(Duration.ofSeconds(15))));
	}

	/**
	 * Returns the metadata that other members see.
	 * @return a copy of the bytes
	 */
	@Override
	public byte[] metadata() {
		return this.metadata.clone();
	}

	/** Returns a copy with another {@link #name()}. */
	public MemberlistConfig withName(String value) {
		return new MemberlistConfig(value, this.label, this.metadata, this.eventQueueCapacity, this.network, this.seeds,
				this.encryption, this.gossip, this.probe, this.suspicion, this.pushPull, this.transport, this.members,
				this.versions);
	}

	/** Returns a copy with another {@link #label()}. */
	public MemberlistConfig withLabel(String value) {
		return new MemberlistConfig(this.name, value, this.metadata, this.eventQueueCapacity, this.network, this.seeds,
				this.encryption, this.gossip, this.probe, this.suspicion, this.pushPull, this.transport, this.members,
				this.versions);
	}

	/** Returns a copy with another {@link #metadata()}. */
	public MemberlistConfig withMetadata(byte[] value) {
		return new MemberlistConfig(this.name, this.label, value, this.eventQueueCapacity, this.network, this.seeds,
				this.encryption, this.gossip, this.probe, this.suspicion, this.pushPull, this.transport, this.members,
				this.versions);
	}

	/** Returns a copy with another {@link #eventQueueCapacity()}. */
	public MemberlistConfig withEventQueueCapacity(int value) {
		return new MemberlistConfig(this.name, this.label, this.metadata, value, this.network, this.seeds,
				this.encryption, this.gossip, this.probe, this.suspicion, this.pushPull, this.transport, this.members,
				this.versions);
	}

	/** Returns a copy with the {@link #network()} changed. */
	public MemberlistConfig withNetwork(UnaryOperator<NetworkConfig> change) {
		return new MemberlistConfig(this.name, this.label, this.metadata, this.eventQueueCapacity,
				change.apply(this.network), this.seeds, this.encryption, this.gossip, this.probe, this.suspicion,
				this.pushPull, this.transport, this.members, this.versions);
	}

	/** Returns a copy with the {@link #seeds()} changed. */
	public MemberlistConfig withSeeds(UnaryOperator<SeedsConfig> change) {
		return new MemberlistConfig(this.name, this.label, this.metadata, this.eventQueueCapacity, this.network,
				change.apply(this.seeds), this.encryption, this.gossip, this.probe, this.suspicion, this.pushPull,
				this.transport, this.members, this.versions);
	}

	/** Returns a copy with the {@link #encryption()} changed. */
	public MemberlistConfig withEncryption(UnaryOperator<EncryptionConfig> change) {
		return new MemberlistConfig(this.name, this.label, this.metadata, this.eventQueueCapacity, this.network,
				this.seeds, change.apply(this.encryption), this.gossip, this.probe, this.suspicion, this.pushPull,
				this.transport, this.members, this.versions);
	}

	/** Returns a copy with the {@link #gossip()} changed. */
	public MemberlistConfig withGossip(UnaryOperator<GossipConfig> change) {
		return new MemberlistConfig(this.name, this.label, this.metadata, this.eventQueueCapacity, this.network,
				this.seeds, this.encryption, change.apply(this.gossip), this.probe, this.suspicion, this.pushPull,
				this.transport, this.members, this.versions);
	}

	/** Returns a copy with the {@link #probe()} changed. */
	public MemberlistConfig withProbe(UnaryOperator<ProbeConfig> change) {
		return new MemberlistConfig(this.name, this.label, this.metadata, this.eventQueueCapacity, this.network,
				this.seeds, this.encryption, this.gossip, change.apply(this.probe), this.suspicion, this.pushPull,
				this.transport, this.members, this.versions);
	}

	/** Returns a copy with the {@link #suspicion()} changed. */
	public MemberlistConfig withSuspicion(UnaryOperator<SuspicionConfig> change) {
		return new MemberlistConfig(this.name, this.label, this.metadata, this.eventQueueCapacity, this.network,
				this.seeds, this.encryption, this.gossip, this.probe, change.apply(this.suspicion), this.pushPull,
				this.transport, this.members, this.versions);
	}

	/** Returns a copy with the {@link #pushPull()} changed. */
	public MemberlistConfig withPushPull(UnaryOperator<PushPullConfig> change) {
		return new MemberlistConfig(this.name, this.label, this.metadata, this.eventQueueCapacity, this.network,
				this.seeds, this.encryption, this.gossip, this.probe, this.suspicion, change.apply(this.pushPull),
				this.transport, this.members, this.versions);
	}

	/** Returns a copy with the {@link #transport()} changed. */
	public MemberlistConfig withTransport(UnaryOperator<TransportConfig> change) {
		return new MemberlistConfig(this.name, this.label, this.metadata, this.eventQueueCapacity, this.network,
				this.seeds, this.encryption, this.gossip, this.probe, this.suspicion, this.pushPull,
				change.apply(this.transport), this.members, this.versions);
	}

	/** Returns a copy with the {@link #members()} changed. */
	public MemberlistConfig withMembers(UnaryOperator<MemberTableConfig> change) {
		return new MemberlistConfig(this.name, this.label, this.metadata, this.eventQueueCapacity, this.network,
				this.seeds, this.encryption, this.gossip, this.probe, this.suspicion, this.pushPull, this.transport,
				change.apply(this.members), this.versions);
	}

	/** Returns a copy with the {@link #versions()} changed. */
	public MemberlistConfig withVersions(UnaryOperator<VersionsConfig> change) {
		return new MemberlistConfig(this.name, this.label, this.metadata, this.eventQueueCapacity, this.network,
				this.seeds, this.encryption, this.gossip, this.probe, this.suspicion, this.pushPull, this.transport,
				this.members, change.apply(this.versions));
	}

	/**
	 * Checks all settings. {@link Memberlist#create Memberlist.create} calls this method;
	 * call it to find an invalid setting earlier.
	 * @throws ConfigException if a setting is invalid or contradicts another one
	 */
	public void check() {
		checkIdentity();
		SettingRules.between("events.queue-capacity", this.eventQueueCapacity, 16, 100_000_000);
		this.network.check();
		this.seeds.check();
		this.gossip.check();
		this.probe.check();
		this.suspicion.check();
		this.pushPull.check();
		this.transport.check();
		this.members.check();
		this.versions.check();
	}

	private void checkIdentity() {
		int nameBytes = this.name.getBytes(StandardCharsets.UTF_8).length;
		if (this.name.isBlank() || nameBytes > MAX_NAME_BYTES) {
			throw new ConfigException("node-name", "'" + SafeText.of(this.name) + "' has " + nameBytes + " bytes.",
					"Choose a name of 1 to " + MAX_NAME_BYTES + " bytes that no other member has.");
		}
		if (this.name.chars().anyMatch(Character::isISOControl)) {
			throw new ConfigException("node-name", "'" + SafeText.of(this.name) + "' contains control characters.",
					"Use letters, digits, dots and dashes.");
		}
		int labelBytes = this.label.getBytes(StandardCharsets.UTF_8).length;
		if (labelBytes > MAX_LABEL_BYTES) {
			throw new ConfigException("cluster-name", "the label has " + labelBytes + " bytes.",
					"Use at most " + MAX_LABEL_BYTES + " bytes.");
		}
		if (this.transport.skipInboundLabelCheck() && this.label.isEmpty()) {
			throw new ConfigException("transport.skip-inbound-label-check", "it is on but there is no label.",
					"Set a cluster-name, or switch the option off.");
		}
		if (this.metadata.length > MAX_METADATA_BYTES) {
			throw new ConfigException("metadata", "it has " + this.metadata.length + " bytes.",
					"Shorten it to " + MAX_METADATA_BYTES + " bytes, and carry larger data as user state.");
		}
	}

}
