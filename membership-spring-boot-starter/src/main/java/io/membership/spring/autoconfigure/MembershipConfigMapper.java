package io.membership.spring.autoconfigure;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.membership.gossip.CidrBlock;
import io.membership.gossip.EncryptionConfig;
import io.membership.gossip.GossipConfig;
import io.membership.gossip.MemberTableConfig;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.NetworkConfig;
import io.membership.gossip.ProbeConfig;
import io.membership.gossip.PushPullConfig;
import io.membership.gossip.SeedsConfig;
import io.membership.gossip.SuspicionConfig;
import io.membership.gossip.TransportConfig;
import io.membership.gossip.VersionsConfig;
import io.membership.spring.autoconfigure.properties.EncryptionProperties;
import io.membership.spring.autoconfigure.properties.GossipProperties;
import io.membership.spring.autoconfigure.properties.MembersProperties;
import io.membership.spring.autoconfigure.properties.ProbeProperties;
import io.membership.spring.autoconfigure.properties.PushPullProperties;
import io.membership.spring.autoconfigure.properties.SeedsProperties;
import io.membership.spring.autoconfigure.properties.SuspicionProperties;
import io.membership.spring.autoconfigure.properties.TransportProperties;
import io.membership.spring.autoconfigure.properties.VersionsProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Maps the properties to the core's settings. An unset property has the profile's
 * default.
 */
final class MembershipConfigMapper {

	private final MembershipProperties properties;

	MembershipConfigMapper(MembershipProperties properties) {
		this.properties = properties;
	}

	MemberlistConfig map(String nodeName) {
		MembershipProperties from = this.properties;
		MemberlistConfig preset = switch (from.profile()) {
			case LAN -> MemberlistConfig.lan(nodeName);
			case WAN -> MemberlistConfig.wan(nodeName);
			case LOCAL -> MemberlistConfig.local(nodeName);
		};
		return new MemberlistConfig(nodeName, or(from.clusterName(), "").strip(),
				or(from.metadata(), "").getBytes(StandardCharsets.UTF_8), from.events().queueCapacity(),
				network(preset.network()), seeds(preset.seeds()), encryption(), gossip(preset.gossip()),
				probe(preset.probe()), suspicion(preset.suspicion()), pushPull(preset.pushPull()),
				transport(preset.transport()), members(preset.members()), versions());
	}

	private NetworkConfig network(NetworkConfig preset) {
		MembershipProperties from = this.properties;
		String advertise = from.advertiseAddress();
		return new NetworkConfig(
				or(bindAddress(), preset.bindAddress()), from.bindPort(), StringUtils.hasText(advertise)
						? AddressProperty.resolveReachable("advertise-address", advertise) : preset.advertiseAddress(),
				from.advertisePort());
	}

	private @Nullable InetAddress bindAddress() {
		String text = this.properties.bindAddress();
		InetAddress address = StringUtils.hasText(text) ? AddressProperty.resolve("bind-address", text) : null;
		String nic = this.properties.bindInterface();
		return StringUtils.hasText(nic) ? BindInterface.address(nic, address) : address;
	}

	private SeedsConfig seeds(SeedsConfig preset) {
		SeedsProperties.Retry from = this.properties.seeds().retry();
		return new SeedsConfig(withText(this.properties.join()), preset.provider(), new SeedsConfig.Retry(
				from.enabled(), from.initialDelay(), from.maxDelay(), or(from.interval(), preset.retry().interval())));
	}

	private EncryptionConfig encryption() {
		EncryptionProperties from = this.properties.encryption();
		return new EncryptionConfig(EncryptionKeys.keyring(from), from.verifyIncoming(), from.verifyOutgoing());
	}

	private GossipConfig gossip(GossipConfig preset) {
		GossipProperties from = this.properties.gossip();
		return new GossipConfig(or(from.interval(), preset.interval()), or(from.nodes(), preset.nodes()),
				or(from.toTheDeadTime(), preset.toTheDeadTime()),
				or(from.retransmitMultiplier(), preset.retransmitMultiplier()), from.immediate(),
				PacketSizes.bytes("gossip.udp-buffer-size", from.udpBufferSize()), from.userBroadcastShare(),
				from.maxBroadcasts());
	}

	private ProbeConfig probe(ProbeConfig preset) {
		ProbeProperties from = this.properties.probe();
		return new ProbeConfig(or(from.interval(), preset.interval()), or(from.timeout(), preset.timeout()),
				or(from.indirectChecks(), preset.indirectChecks()), from.tcpFallback(), from.tcpFallbackDisabledFor(),
				from.awarenessMaxMultiplier());
	}

	private SuspicionConfig suspicion(SuspicionConfig preset) {
		SuspicionProperties from = this.properties.suspicion();
		return new SuspicionConfig(or(from.multiplier(), preset.multiplier()), from.maxTimeoutMultiplier(),
				from.stallGuard());
	}

	private PushPullConfig pushPull(PushPullConfig preset) {
		PushPullProperties from = this.properties.pushPull();
		return new PushPullConfig(or(from.interval(), preset.interval()), from.userStateTimeout());
	}

	private TransportConfig transport(TransportConfig preset) {
		TransportProperties from = this.properties.transport();
		return new TransportConfig(or(from.tcpTimeout(), preset.tcpTimeout()), from.compression(),
				withText(from.cidrsAllowed()).stream().map(CidrBlock::parse).toList(), from.strictSource(),
				from.skipInboundLabelCheck(), from.maxInboundStreams(), from.maxInboundStreamsPerAddress(),
				from.inboundByteBudget().toBytes());
	}

	private MemberTableConfig members(MemberTableConfig preset) {
		MembersProperties from = this.properties.members();
		return new MemberTableConfig(from.max(), or(from.deadNodeReclaimTime(), preset.deadNodeReclaimTime()),
				from.deadMemberRetention());
	}

	private VersionsConfig versions() {
		VersionsProperties from = this.properties.versions();
		return new VersionsConfig(from.gossip(), from.delegateMin(), from.delegateMax(), from.delegateCurrent());
	}

	private static <T> T or(@Nullable T value, T preset) {
		return (value != null) ? value : preset;
	}

	private static List<String> withText(List<String> texts) {
		return texts.stream().filter(StringUtils::hasText).map(String::strip).toList();
	}

}
