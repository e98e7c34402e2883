package io.membership.spring.autoconfigure;

import io.membership.ConfigException;
import io.membership.cluster.BroadcastLimits;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.EventsConfig;
import io.membership.cluster.LeaveConfig;
import io.membership.cluster.MembersConfig;
import io.membership.cluster.QueryLimits;
import io.membership.cluster.ReconnectTimeoutOverride;
import io.membership.cluster.SnapshotConfig;
import io.membership.gossip.MemberlistConfig;
import io.membership.spring.autoconfigure.properties.BroadcastsProperties;
import io.membership.spring.autoconfigure.properties.EventsProperties;
import io.membership.spring.autoconfigure.properties.LeaveProperties;
import io.membership.spring.autoconfigure.properties.MembersProperties;
import io.membership.spring.autoconfigure.properties.QueriesProperties;
import io.membership.spring.autoconfigure.properties.SnapshotProperties;

import org.springframework.util.StringUtils;

/** Maps the properties of Serf's protocol to the core's settings. */
final class ClusterConfigMapper {

	private final MembershipProperties properties;

	ClusterConfigMapper(MembershipProperties properties) {
		this.properties = properties;
	}

	ClusterConfig map(MemberlistConfig gossip) {
		refuseWhatSerfNeedsItself();
		MembershipProperties from = this.properties;
		return new ClusterConfig(gossip, from.tags(), from.versions().serf(), members(), events(), queries(),
				broadcasts(), leave(), snapshot(), from.encryption().keyringFile(), from.coordinates());
	}

	private MembersConfig members() {
		MembersProperties from = this.properties.members();
		return new MembersConfig(from.reapInterval(), from.reconnectInterval(), from.reconnectTimeout(),
				from.tombstoneTimeout(), from.recentIntentTimeout(), from.flapTimeout(), from.nameConflictResolution(),
				ReconnectTimeoutOverride.NONE);
	}

	private EventsConfig events() {
		EventsProperties from = this.properties.events();
		EventsProperties.Coalesce coalesce = from.coalesce();
		return new EventsConfig(PacketSizes.bytes("events.size-limit", from.sizeLimit()), from.buffer(),
				from.replayOnJoin(), from.queueCapacity(), new EventsConfig.Coalescing(coalesce.memberPeriod(),
						coalesce.memberQuiescentPeriod(), coalesce.userPeriod(), coalesce.userQuiescentPeriod()));
	}

	private QueryLimits queries() {
		QueriesProperties from = this.properties.queries();
		return new QueryLimits(PacketSizes.bytes("queries.size-limit", from.sizeLimit()),
				PacketSizes.bytes("queries.response-size-limit", from.responseSizeLimit()), from.timeoutMultiplier(),
				from.buffer());
	}

	private BroadcastLimits broadcasts() {
		BroadcastsProperties from = this.properties.broadcasts();
		return new BroadcastLimits(from.checkInterval(), from.depthWarning(), from.maxDepth(), from.minDepth());
	}

	private LeaveConfig leave() {
		LeaveProperties from = this.properties.leave();
		return new LeaveConfig(from.broadcastTimeout(), from.propagateDelay());
	}

	private SnapshotConfig snapshot() {
		SnapshotProperties from = this.properties.snapshot();
		return new SnapshotConfig(from.path(), from.rejoinAfterLeave());
	}

	/** Rejects properties of memberlist's protocol, rather than ignoring them. */
	private void refuseWhatSerfNeedsItself() {
		MembershipProperties from = this.properties;
		if (StringUtils.hasLength(from.metadata())) {
			throw new ConfigException("metadata", "Serf's protocol uses the metadata for its tags.",
					"Use membership.tags, or set membership.protocol=memberlist.");
		}
		refuse("versions.delegate-min", from.versions().delegateMin());
		refuse("versions.delegate-max", from.versions().delegateMax());
		refuse("versions.delegate-current", from.versions().delegateCurrent());
	}

	private static void refuse(String setting, int version) {
		if (version != 0) {
			throw new ConfigException(setting, "with Serf's protocol, these versions are Serf's.",
					"Use membership.versions.serf, or set membership.protocol=memberlist.");
		}
	}

	/** Rejects properties of Serf's protocol with memberlist's. */
	static void refuseWhatOnlySerfHas(MembershipProperties properties) {
		String action = "Remove it, or set membership.protocol=serf.";
		if (!properties.tags().isEmpty()) {
			throw new ConfigException("tags", "memberlist's protocol has no tags.",
					"Use membership.metadata, or set membership.protocol=serf.");
		}
		if (properties.snapshot().path() != null) {
			throw new ConfigException("snapshot.path", "memberlist's protocol has no snapshot.", action);
		}
		if (properties.seeds().mdns() != null) {
			throw new ConfigException("seeds.mdns", "memberlist's protocol has no such announcements.", action);
		}
		if (properties.rpc().enabled()) {
			throw new ConfigException("rpc.enabled", "memberlist's protocol has no RPC.", action);
		}
		if (!properties.eventHandlers().isEmpty()) {
			throw new ConfigException("event-handlers", "memberlist's protocol does not run programs on events.",
					action);
		}
		if (!properties.clusters().isEmpty()) {
			throw new ConfigException("clusters", "further clusters need Serf's protocol.", action);
		}
		if (properties.encryption().keyringFile() != null) {
			throw new ConfigException("encryption.keyring-file",
					"memberlist's protocol does not change keys at run time.", action);
		}
	}

}
