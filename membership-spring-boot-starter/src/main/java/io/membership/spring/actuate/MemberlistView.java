package io.membership.spring.actuate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.membership.gossip.Member;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;

/** A cluster in memberlist's terms. */
record MemberlistView(Memberlist memberlist) implements View {

	static final List<String> STATUSES = Arrays.stream(MemberStatus.values()).map(MemberDescriptor::statusOf).toList();

	@Override
	public List<String> statuses() {
		return STATUSES;
	}

	@Override
	public boolean hasTags() {
		return false;
	}

	@Override
	public ClusterDescriptor describe(Set<String> statuses, Map<String, String> tags) {
		List<Member> all = this.memberlist.allMembers();
		List<MemberDescriptor> members = all.stream()
			.filter((member) -> statuses.contains(MemberDescriptor.statusOf(member.status())))
			.sorted(Comparator.comparing(Member::name))
			.map(MemberDescriptor::of)
			.toList();
		return new ClusterDescriptor(ClusterDescriptor.Self.of(this.memberlist), members, all.size(),
				ClusterDescriptor.Counts.of(all), ClusterDescriptor.BroadcastQueue.of(this.memberlist.metrics()), null);
	}

	@Override
	public Optional<MemberDescriptor> member(String name) {
		return this.memberlist.member(name).map(MemberDescriptor::of);
	}

	@Override
	public boolean isPresent(MemberDescriptor member) {
		return MemberStatus.values()[STATUSES.indexOf(member.status())].isPresent();
	}

	@Override
	public CompletableFuture<Boolean> forget(String name) {
		return this.memberlist.forget(name);
	}

}
