package io.membership.spring.autoconfigure;

import io.membership.ConfigException;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterConfig.Coalescing;
import io.membership.cluster.ClusterConfig.Queries;
import io.membership.cluster.ClusterConfig.Queues;
import io.membership.cluster.ClusterConfigBuilder;
import io.membership.gossip.MemberlistConfig;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/** Maps the properties of Serf's protocol to the core's settings. */
final class ClusterConfigMapper {

	private final MembershipProperties properties;

	ClusterConfigMapper(MembershipProperties properties) {
		this.properties = properties;
	}

	ClusterConfigBuilder map(MemberlistConfig gossip) {
		refuseWhatSerfNeedsItself();
		MembershipProperties from = this.properties;
		ClusterConfigBuilder builder = ClusterConfig.builder(gossip);
		PropertyMapper map = PropertyMapper.get();
		map.from(from.tags()).to(builder::tags);
		map.from(from.serfProtocolVersion()).to(builder::protocolVersion);
		map.from(from.reconnectTimeout()).to(builder::reconnectTimeout);
		map.from(from.tombstoneTimeout()).to(builder::tombstoneTimeout);
		map.from(from.reapInterval()).to(builder::reapInterval);
		map.from(from.reconnectInterval()).to(builder::reconnectInterval);
		map.from(from.broadcastTimeout()).to(builder::broadcastTimeout);
		map.from(from.leavePropagateDelay()).to(builder::leavePropagateDelay);
		map.from(from.recentIntentTimeout()).to(builder::recentIntentTimeout);
		map.from(from.flapTimeout()).to(builder::flapTimeout);
		map.from(bytes("user-event-size-limit", from.userEventSizeLimit())).to(builder::userEventSizeLimit);
		map.from(from.eventBuffer()).to(builder::eventBuffer);
		map.from(from.nameConflictResolution()).to(builder::nameConflictResolution);
		map.from(from.replayOnJoin()).to(builder::replayOnJoin);
		map.from(from.coordinates()).to(builder::coordinates);
		map.from(from.eventQueueCapacity()).to(builder::eventQueueCapacity);
		map.from(from.keyringFile()).to(builder::keyringFile);
		map.from(from.snapshot().path()).to(builder::snapshotFile);
		map.from(from.snapshot().rejoinAfterLeave()).to(builder::rejoinAfterLeave);
		map.from(queries(from.query())).to(builder::queries);
		map.from(coalescing(from.coalesce())).to(builder::coalescing);
		map.from(queues(from.queue())).to(builder::queues);
		return builder;
	}

	/** Rather than ignoring what somebody has set. */
	private void refuseWhatSerfNeedsItself() {
		MembershipProperties from = this.properties;
		if (StringUtils.hasLength(from.metadata())) {
			throw new ConfigException("metadata", "Serf's protocol needs the metadata for the tags.",
					"Use membership.tags, or set membership.protocol=memberlist.");
		}
		refuse("delegate-protocol-min", from.delegateProtocolMin());
		refuse("delegate-protocol-max", from.delegateProtocolMax());
		refuse("delegate-protocol-current", from.delegateProtocolCurrent());
	}

	private static void refuse(String setting, int version) {
		if (version != 0) {
			throw new ConfigException(setting, "Serf's protocol is itself the application's protocol.",
					"Use membership.serf-protocol-version, or set membership.protocol=memberlist.");
		}
	}

	/** The same the other way round. */
	static void refuseWhatOnlySerfHas(MembershipProperties properties) {
		String action = "Remove it, or set membership.protocol=serf.";
		if (!properties.tags().isEmpty()) {
			throw new ConfigException("tags", "memberlist's protocol has no tags.",
					"Use membership.metadata, or set membership.protocol=serf.");
		}
		if (properties.snapshot().path() != null) {
			throw new ConfigException("snapshot.path", "memberlist's protocol has no snapshot.", action);
		}
		if (properties.discovery().mdns() != null) {
			throw new ConfigException("discovery.mdns", "members are announced in Serf's notation.", action);
		}
		if (properties.rpc().enabled()) {
			throw new ConfigException("rpc.enabled", "memberlist's protocol has no RPC.", action);
		}
		if (!properties.eventHandlers().isEmpty()) {
			throw new ConfigException("event-handlers", "memberlist's protocol has no events for programs.", action);
		}
		if (!properties.clusters().isEmpty()) {
			throw new ConfigException("clusters", "further clusters need Serf's protocol.", action);
		}
		if (properties.keyringFile() != null) {
			throw new ConfigException("keyring-file", "memberlist's protocol changes no keys.", action);
		}
	}

	private static Queries queries(MembershipProperties.Query from) {
		return new Queries(bytes("query.size-limit", from.sizeLimit()),
				bytes("query.response-size-limit", from.responseSizeLimit()), from.timeoutMultiplier(), from.buffer());
	}

	private static Coalescing coalescing(MembershipProperties.Coalesce from) {
		return new Coalescing(from.memberPeriod(), from.memberQuiescentPeriod(), from.userPeriod(),
				from.userQuiescentPeriod());
	}

	private static Queues queues(MembershipProperties.Queue from) {
		return new Queues(from.checkInterval(), from.depthWarning(), from.maxDepth(), from.minDepth());
	}

	private static int bytes(String setting, DataSize size) {
		if (size.toBytes() < 0 || size.toBytes() > Integer.MAX_VALUE) {
			throw new ConfigException(setting, size + " is out of range.",
					"Use a size that fits into a packet, such as 512B.");
		}
		return (int) size.toBytes();
	}

}
