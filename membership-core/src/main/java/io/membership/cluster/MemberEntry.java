package io.membership.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.membership.gossip.Member;
import org.jspecify.annotations.Nullable;

/** The event loop's record of one member of the cluster. */
final class MemberEntry {

	Member member;

	Map<String, String> tags;

	MemberState state = MemberState.ALIVE;

	/** Lamport time of the latest change of the state, unsigned. */
	long statusTime;

	long goneNanos;

	@Nullable Instant gone;

	MemberEntry(Member member, Map<String, String> tags) {
		this.member = member;
		this.tags = tags;
	}

	void present(MemberState newState) {
		this.state = newState;
		this.gone = null;
	}

	void gone(MemberState newState, long now, Instant wallClock) {
		this.state = newState;
		this.goneNanos = now;
		this.gone = wallClock;
	}

	/**
	 * Returns the member as readers see it.
	 * @param timeout time after which it is forgotten; {@code null} for never
	 */
	ClusterMember toMember(@Nullable Duration timeout) {
		Instant since = this.gone;
		return new ClusterMember(this.member.name(), this.member.address(), this.tags, this.state, false,
				(since != null) ? since : this.member.since(), this.statusTime, this.member.versions(),
				(since != null && timeout != null) ? since.plus(timeout) : null);
	}

}
