package io.membership.cluster;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import io.membership.Addresses;
import io.membership.SafeText;
import io.membership.cluster.channel.ChannelMember;
import io.membership.gossip.Member;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.ProtocolVersions;
import org.jspecify.annotations.Nullable;

/**
 * A member of the cluster as this member knew it at one moment. Immutable. Names and tags
 * come from the network: treat them as untrusted text. {@link #toString()} is safe to
 * log.
 *
 * @param name the name, unique in the cluster
 * @param address where it can be reached
 * @param tags its tags, sorted by name; empty with memberlist's protocol, which has none
 * @param state its status
 * @param suspect whether it did not answer a probe and has not refuted yet; a suspected
 * member still counts as alive or leaving
 * @param since when its status last changed, by this machine's wall clock
 * @param statusTime Lamport time of the latest change of its status, unsigned; 0 with
 * memberlist's protocol
 * @param versions its protocol versions; the delegate ones are Serf's
 * @param reapAt when it will be forgotten; {@code null} while it is present, and with
 * memberlist's protocol
 */
public record ClusterMember(String name, InetSocketAddress address, Map<String, String> tags, MemberState state,
		boolean suspect, Instant since, long statusTime, ProtocolVersions versions,
		@Nullable Instant reapAt) implements ChannelMember {

	/** Copies the tags. */
	public ClusterMember {
		tags = Collections.unmodifiableMap(new TreeMap<>(tags));
	}

	/**
	 * Creates a member for one that speaks memberlist's protocol, or that only the gossip
	 * layer knows yet.
	 * @param member the member as the gossip layer knows it
	 * @return the same member, without tags
	 */
	public static ClusterMember of(Member member) {
		MemberState state = switch (member.status()) {
			case ALIVE, SUSPECT -> MemberState.ALIVE;
			case FAILED -> MemberState.FAILED;
			case LEFT -> MemberState.LEFT;
		};
		return new ClusterMember(member.name(), member.address(), Map.of(), state,
				member.status() == MemberStatus.SUSPECT, member.since(), 0, member.versions(), null);
	}

	/**
	 * Returns a copy with what the gossip layer knows of a present member: whether and
	 * since when it is suspected.
	 * @param member the member as the gossip layer knows it
	 * @return this member, suspected or not; unchanged if either has left or failed
	 */
	public ClusterMember seenAs(Member member) {
		if (!this.state.isPresent() || !member.status().isPresent()) {
			return this;
		}
		return new ClusterMember(this.name, this.address, this.tags, this.state,
				member.status() == MemberStatus.SUSPECT, member.since(), this.statusTime, this.versions, this.reapAt);
	}

	@Override
	public boolean isPresent() {
		return this.state.isPresent();
	}

	@Override
	public boolean hasLeft() {
		return this.state == MemberState.LEFT;
	}

	@Override
	public boolean hasFailed() {
		return this.state == MemberState.FAILED;
	}

	@Override
	public String toString() {
		return SafeText.of(this.name) + "@" + Addresses.format(this.address) + "[" + this.state.text()
				+ (this.suspect ? ", suspect" : "") + "]";
	}

}
