package io.membership.cluster;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import io.membership.SafeText;
import io.membership.gossip.ProtocolVersions;
import org.jspecify.annotations.Nullable;

/**
 * A member of the cluster as this member knew it at one moment. Immutable. Names and tags
 * come from the network: treat them as untrusted text.
 *
 * @param name the name, unique in the cluster
 * @param address where it can be reached
 * @param tags its tags, sorted by name
 * @param state its status
 * @param statusTime Lamport time of the latest change of its status, unsigned
 * @param versions its protocol versions; the delegate ones are Serf's
 * @param gone since when it is failed or left, by this machine's wall clock; {@code null}
 * while it is present
 * @param reapAt when it will be forgotten; {@code null} while it is present
 */
public record ClusterMember(String name, InetSocketAddress address, Map<String, String> tags, MemberState state,
		long statusTime, ProtocolVersions versions, @Nullable Instant gone, @Nullable Instant reapAt) {

	/** Copies the tags. */
	public ClusterMember {
		tags = java.util.Collections.unmodifiableMap(new TreeMap<>(tags));
	}

	@Override
	public String toString() {
		return SafeText.of(this.name) + "@" + this.address.getAddress().getHostAddress() + ":" + this.address.getPort()
				+ "[" + this.state.text() + "]";
	}

}
