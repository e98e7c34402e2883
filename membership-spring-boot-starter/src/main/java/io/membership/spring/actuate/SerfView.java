package io.membership.spring.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberState;
import io.membership.cluster.coordinate.Coordinate;
import io.membership.gossip.Memberlist;
import org.jspecify.annotations.Nullable;

/** A cluster in Serf's terms. */
record SerfView(String name, Cluster cluster, TagSanitizer sanitizer) implements View {

	private static final String SUSPECT = "suspect";

	private static final List<String> STATUSES = List.of(MemberState.ALIVE.text(), SUSPECT, MemberState.LEAVING.text(),
			MemberState.LEFT.text(), MemberState.FAILED.text());

	@Override
	public Memberlist memberlist() {
		return this.cluster.memberlist();
	}

	@Override
	public List<String> statuses() {
		return STATUSES;
	}

	@Override
	public boolean hasTags() {
		return true;
	}

	@Override
	public ClusterDescriptor describe(Set<String> statuses, Map<String, String> tags) {
		List<ClusterMember> all = this.cluster.members();
		List<MemberDescriptor> members = all.stream()
			.filter((member) -> TagFilter.matches(tags, member.tags()))
			.map(this::describe)
			.filter((member) -> statuses.contains(member.status())
					|| (Boolean.TRUE.equals(member.suspect()) && statuses.contains(SUSPECT)))
			.toList();
		return new ClusterDescriptor(ClusterDescriptor.Self.of(memberlist()), members, all.size(),
				ClusterDescriptor.Counts.ofCluster(all, memberlist()),
				ClusterDescriptor.BroadcastQueue.of(memberlist().metrics()),
				ClusterDescriptor.Serf.of(this.name, this.cluster));
	}

	@Override
	public Optional<MemberDescriptor> member(String member) {
		return this.cluster.member(member).map(this::describe);
	}

	@Override
	public boolean isPresent(MemberDescriptor member) {
		return member.status().equals(MemberState.ALIVE.text()) || member.status().equals(MemberState.LEAVING.text());
	}

	@Override
	public CompletableFuture<Boolean> forget(String member) {
		return this.cluster.forget(member);
	}

	private MemberDescriptor describe(ClusterMember member) {
		return MemberDescriptor.of(member, memberlist().member(member.name()).orElse(null),
				this.sanitizer.sanitize(member.tags()), roundTrip(member.name()));
	}

	private @Nullable Duration roundTrip(String member) {
		String self = this.cluster.config().memberlist().name();
		if (member.equals(self)) {
			// the estimate between a coordinate and itself is not zero, and says nothing
			return null;
		}
		Coordinate own = this.cluster.coordinate(self).orElse(null);
		Coordinate other = this.cluster.coordinate(member).orElse(null);
		return (own == null || other == null || own.dimensions() != other.dimensions()) ? null : own.distanceTo(other);
	}

}
