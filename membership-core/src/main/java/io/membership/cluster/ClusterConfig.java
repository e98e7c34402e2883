package io.membership.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.membership.ConfigException;
import io.membership.Keyring;
import io.membership.SettingRules;
import io.membership.cluster.keys.KeyringFile;
import io.membership.gossip.MemberlistConfig;
import io.membership.wire.Tags;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link Cluster}. Immutable. Start from {@link #of}, which has the
 * defaults of Serf's library, and change groups of settings: {@code
 * ClusterConfig.of(memberlist).withQueries((queries) -> queries.withSizeLimit(2048))}.
 * {@link Cluster#create Cluster.create} checks the settings.
 *
 * @param memberlist settings of the gossip layer; the cluster replaces the metadata and
 * the application's protocol versions in it
 * @param tags tags of this member that other members see, such as a role or a version, up
 * to 512 bytes when encoded
 * @param protocolVersion version of Serf's protocol to speak, 2 to 5. Lower it only while
 * members with an old version of Serf are in the cluster; tags need 3 and queries 4
 * @param members how members are remembered, reached again and forgotten
 * @param events user events, and how events reach the listeners
 * @param queries limits and time-outs of queries
 * @param broadcasts limits of the broadcast queues
 * @param leave how the member leaves
 * @param snapshot what the member keeps over a restart
 * @param keyringFile file in which the member saves its keys whenever they change at run
 * time; {@code null} for none. The member does not read it: see {@link #readKeyring}
 * @param coordinates whether the member keeps network coordinates, from which it
 * estimates the round-trip time between any two members. They make acks some bytes larger
 */
public record ClusterConfig(MemberlistConfig memberlist, Map<String, String> tags, int protocolVersion,
		MembersConfig members, EventsConfig events, QueryLimits queries, BroadcastLimits broadcasts, LeaveConfig leave,
		SnapshotConfig snapshot, @Nullable Path keyringFile, boolean coordinates) {

	/** Lowest Serf protocol version understood. */
	static final int PROTOCOL_MIN = 2;

	/** Highest Serf protocol version understood. */
	static final int PROTOCOL_MAX = 5;

	/** Copies the tags. */
	public ClusterConfig {
		tags = Map.copyOf(tags);
	}

	/**
	 * Returns the defaults of Serf's library.
	 * @param memberlist settings of the gossip layer
	 * @return the settings
	 */
	public static ClusterConfig of(MemberlistConfig memberlist) {
		return new ClusterConfig(memberlist, Map.of(), PROTOCOL_MAX, MembersConfig.DEFAULT, EventsConfig.DEFAULT,
				QueryLimits.DEFAULT, BroadcastLimits.DEFAULT, LeaveConfig.DEFAULT, SnapshotConfig.DEFAULT, null, true);
	}

	/**
	 * Reads the keys of a keyring file, for use in the settings of the gossip layer.
	 * @param file the file, also used as the {@link #keyringFile()}
	 * @return the keys, primary key first; empty if the file does not exist
	 * @throws IOException if it cannot be read or holds no usable key; the message quotes
	 * no key
	 */
	public static Optional<Keyring> readKeyring(Path file) throws IOException {
		KeyringFile keyringFile = new KeyringFile(file);
		return keyringFile.exists() ? Optional.of(keyringFile.load()) : Optional.empty();
	}

	/** Returns a copy with the {@link #memberlist()} changed. */
	public ClusterConfig withMemberlist(UnaryOperator<MemberlistConfig> change) {
		return new ClusterConfig(change.apply(this.memberlist), this.tags, this.protocolVersion, this.members,
				this.events, this.queries, this.broadcasts, this.leave, this.snapshot, this.keyringFile,
				this.coordinates);
	}

	/** Returns a copy with another {@link #tags()}. */
	public ClusterConfig withTags(Map<String, String> value) {
		return new ClusterConfig(this.memberlist, value, this.protocolVersion, this.members, this.events, this.queries,
				this.broadcasts, this.leave, this.snapshot, this.keyringFile, this.coordinates);
	}

	/** Returns a copy with another {@link #protocolVersion()}. */
	public ClusterConfig withProtocolVersion(int value) {
		return new ClusterConfig(this.memberlist, this.tags, value, this.members, this.events, this.queries,
				this.broadcasts, this.leave, this.snapshot, this.keyringFile, this.coordinates);
	}

	/** Returns a copy with the {@link #members()} changed. */
	public ClusterConfig withMembers(UnaryOperator<MembersConfig> change) {
		return new ClusterConfig(this.memberlist, this.tags, this.protocolVersion, change.apply(this.members),
				this.events, this.queries, this.broadcasts, this.leave, this.snapshot, this.keyringFile,
				this.coordinates);
	}

	/** Returns a copy with the {@link #events()} changed. */
	public ClusterConfig withEvents(UnaryOperator<EventsConfig> change) {
		return new ClusterConfig(this.memberlist, this.tags, this.protocolVersion, this.members,
				change.apply(this.events), this.queries, this.broadcasts, this.leave, this.snapshot, this.keyringFile,
				this.coordinates);
	}

	/** Returns a copy with the {@link #queries()} changed. */
	public ClusterConfig withQueries(UnaryOperator<QueryLimits> change) {
		return new ClusterConfig(this.memberlist, this.tags, this.protocolVersion, this.members, this.events,
				change.apply(this.queries), this.broadcasts, this.leave, this.snapshot, this.keyringFile,
				this.coordinates);
	}

	/** Returns a copy with the {@link #broadcasts()} changed. */
	public ClusterConfig withBroadcasts(UnaryOperator<BroadcastLimits> change) {
		return new ClusterConfig(this.memberlist, this.tags, this.protocolVersion, this.members, this.events,
				this.queries, change.apply(this.broadcasts), this.leave, this.snapshot, this.keyringFile,
				this.coordinates);
	}

	/** Returns a copy with the {@link #leave()} changed. */
	public ClusterConfig withLeave(UnaryOperator<LeaveConfig> change) {
		return new ClusterConfig(this.memberlist, this.tags, this.protocolVersion, this.members, this.events,
				this.queries, this.broadcasts, change.apply(this.leave), this.snapshot, this.keyringFile,
				this.coordinates);
	}

	/** Returns a copy with the {@link #snapshot()} changed. */
	public ClusterConfig withSnapshot(UnaryOperator<SnapshotConfig> change) {
		return new ClusterConfig(this.memberlist, this.tags, this.protocolVersion, this.members, this.events,
				this.queries, this.broadcasts, this.leave, change.apply(this.snapshot), this.keyringFile,
				this.coordinates);
	}

	/** Returns a copy with another {@link #keyringFile()}. */
	public ClusterConfig withKeyringFile(@Nullable Path value) {
		return new ClusterConfig(this.memberlist, this.tags, this.protocolVersion, this.members, this.events,
				this.queries, this.broadcasts, this.leave, this.snapshot, value, this.coordinates);
	}

	/** Returns a copy with another {@link #coordinates()}. */
	public ClusterConfig withCoordinates(boolean value) {
		return new ClusterConfig(this.memberlist, this.tags, this.protocolVersion, this.members, this.events,
				this.queries, this.broadcasts, this.leave, this.snapshot, this.keyringFile, value);
	}

	/**
	 * Checks all settings of this layer. {@link Cluster#create Cluster.create} calls this
	 * method; call it to find an invalid setting earlier.
	 * @throws ConfigException if a setting is invalid
	 */
	public void check() {
		SettingRules.between("versions.serf", this.protocolVersion, PROTOCOL_MIN, PROTOCOL_MAX);
		this.members.check();
		this.events.check();
		this.queries.check();
		this.broadcasts.check();
		this.leave.check();
		encodeTags(this.tags, this.protocolVersion);
	}

	static byte[] encodeTags(Map<String, String> tags, int protocol) {
		try {
			return Tags.encode(tags, protocol);
		}
		catch (IllegalArgumentException ex) {
			throw new ConfigException("tags",
					ex.getMessage() + ": the tags take " + Tags.encodedSize(tags, protocol) + ".",
					"Shorten their names and values, or remove some.");
		}
	}

}
