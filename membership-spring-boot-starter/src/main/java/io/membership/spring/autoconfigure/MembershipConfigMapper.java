package io.membership.spring.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.membership.ConfigException;
import io.membership.gossip.CidrBlock;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.MemberlistConfigBuilder;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Maps the properties to the core's settings: the profile's preset first, then what is
 * set.
 */
final class MembershipConfigMapper {

	private final MembershipProperties properties;

	MembershipConfigMapper(MembershipProperties properties) {
		this.properties = properties;
	}

	MemberlistConfigBuilder map(String nodeName) {
		MemberlistConfigBuilder builder = switch (this.properties.profile()) {
			case LAN -> MemberlistConfig.lan(nodeName);
			case WAN -> MemberlistConfig.wan(nodeName);
			case LOCAL -> MemberlistConfig.local(nodeName);
		};
		PropertyMapper map = PropertyMapper.get();
		mapNetwork(map, builder);
		mapSecurity(map, builder);
		mapJoin(map, builder);
		mapGossip(map, builder);
		mapProbe(map, builder);
		mapLimits(map, builder);
		return builder;
	}

	private void mapNetwork(PropertyMapper map, MemberlistConfigBuilder builder) {
		MembershipProperties from = this.properties;
		map.from(from.bindAddress())
			.whenHasText()
			.as((text) -> AddressProperty.resolve("bind-address", text))
			.to(builder::bindAddress);
		map.from(from.bindPort()).to(builder::bindPort);
		map.from(from.advertiseAddress())
			.whenHasText()
			.as((text) -> AddressProperty.resolveReachable("advertise-address", text))
			.to(builder::advertiseAddress);
		map.from(from.advertisePort()).to(builder::advertisePort);
		map.from(from.metadata()).as((text) -> text.getBytes(StandardCharsets.UTF_8)).to(builder::metadata);
		map.from(from.tcpTimeout()).to(builder::tcpTimeout);
		map.from(from.compression()).to(builder::compression);
		map.from(from.protocolVersion()).to(builder::protocolVersion);
		map.from(from.delegateProtocolMin()).to(builder::delegateProtocolMin);
		map.from(from.delegateProtocolMax()).to(builder::delegateProtocolMax);
		map.from(from.delegateProtocolCurrent()).to(builder::delegateProtocolCurrent);
	}

	private void mapSecurity(PropertyMapper map, MemberlistConfigBuilder builder) {
		MembershipProperties from = this.properties;
		map.from(from.clusterName()).as(String::strip).to(builder::label);
		map.from(from.skipInboundLabelCheck()).to(builder::skipInboundLabelCheck);
		map.from(EncryptionKeys.keyring(from.encryption(), from.keyringFile())).to(builder::keyring);
		map.from(from.encryption().verifyIncoming()).to(builder::verifyIncoming);
		map.from(from.encryption().verifyOutgoing()).to(builder::verifyOutgoing);
		map.from(withText(from.cidrsAllowed()).stream().map(CidrBlock::parse).toList()).to(builder::cidrsAllowed);
		map.from(from.strictSource()).to(builder::strictSource);
	}

	private void mapJoin(PropertyMapper map, MemberlistConfigBuilder builder) {
		MembershipProperties.JoinRetry from = this.properties.joinRetry();
		map.from(withText(this.properties.join())).to(builder::seeds);
		map.from(from.enabled()).to(builder::rejoin);
		map.from(from.initialDelay()).to(builder::rejoinInitialDelay);
		map.from(from.maxDelay()).to(builder::rejoinMaxDelay);
		map.from(from.interval()).to(builder::rejoinInterval);
	}

	private void mapGossip(PropertyMapper map, MemberlistConfigBuilder builder) {
		MembershipProperties.Gossip from = this.properties.gossip();
		map.from(from.interval()).to(builder::gossipInterval);
		map.from(from.nodes()).to(builder::gossipNodes);
		map.from(from.toTheDeadTime()).to(builder::gossipToTheDeadTime);
		map.from(from.retransmitMultiplier()).to(builder::retransmitMultiplier);
		map.from(from.immediate()).to(builder::immediateGossip);
		map.from(bytes("gossip.udp-buffer-size", from.udpBufferSize())).to(builder::udpBufferSize);
		map.from(from.userBroadcastShare()).to(builder::userBroadcastShare);
		map.from(from.maxBroadcasts()).to(builder::maxBroadcasts);
		map.from(this.properties.pushPullInterval()).to(builder::pushPullInterval);
		map.from(this.properties.userStateTimeout()).to(builder::userStateTimeout);
	}

	private void mapProbe(PropertyMapper map, MemberlistConfigBuilder builder) {
		MembershipProperties.Probe probe = this.properties.probe();
		map.from(probe.interval()).to(builder::probeInterval);
		map.from(probe.timeout()).to(builder::probeTimeout);
		map.from(probe.indirectChecks()).to(builder::indirectChecks);
		map.from(probe.tcpFallback()).to(builder::tcpFallback);
		map.from(probe.tcpFallbackDisabledFor()).to(builder::tcpFallbackDisabledFor);
		map.from(probe.awarenessMaxMultiplier()).to(builder::awarenessMaxMultiplier);
		MembershipProperties.Suspicion suspicion = this.properties.suspicion();
		map.from(suspicion.multiplier()).to(builder::suspicionMultiplier);
		map.from(suspicion.maxTimeoutMultiplier()).to(builder::suspicionMaxTimeoutMultiplier);
		map.from(suspicion.stallGuard()).to(builder::stallGuard);
	}

	private void mapLimits(PropertyMapper map, MemberlistConfigBuilder builder) {
		MembershipProperties from = this.properties;
		map.from(from.deadNodeReclaimTime()).to(builder::deadNodeReclaimTime);
		map.from(from.deadMemberRetention()).to(builder::deadMemberRetention);
		map.from(from.maxMembers()).to(builder::maxMembers);
		map.from(from.eventQueueCapacity()).to(builder::eventQueueCapacity);
		map.from(from.maxInboundStreams()).to(builder::maxInboundStreams);
		map.from(from.maxInboundStreamsPerAddress()).to(builder::maxInboundStreamsPerAddress);
		map.from(from.inboundByteBudget().toBytes()).to(builder::inboundByteBudget);
	}

	private static List<String> withText(List<String> texts) {
		return texts.stream().filter(StringUtils::hasText).map(String::strip).toList();
	}

	private static int bytes(String setting, DataSize size) {
		if (size.toBytes() < 0 || size.toBytes() > Integer.MAX_VALUE) {
			throw new ConfigException(setting, size + " is out of range.", "Use a size such as 1400B, at most 65507B.");
		}
		return (int) size.toBytes();
	}

}
