package io.membership.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.membership.runtime.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to events when the mailbox of a listener is full. Changes of one
 * member are merged into their {@linkplain NetEffect net effect}; of conflicts about this
 * member's name the latest is kept. User events and queries are dropped.
 */
final class EventRule implements Mailbox.Rule<ClusterEvent> {

	@Override
	public @Nullable Object key(ClusterEvent event) {
		if (event instanceof ClusterEvent.Membership change && change.members().size() == 1) {
			return change.members().get(0).name();
		}
		return (event instanceof ClusterEvent.NameConflict) ? ClusterEvent.NameConflict.class : null;
	}

	@Override
	public long bytes(ClusterEvent event) {
		if (event instanceof ClusterEvent.User user) {
			return (long) user.payload().length + user.name().length();
		}
		if (event instanceof ClusterEvent.Query query && query.query() instanceof IncomingQuery incoming) {
			return incoming.size();
		}
		return 0;
	}

	/** Splits an event about several members into one for each member. */
	@Override
	public Collection<ClusterEvent> parts(ClusterEvent event) {
		if (!(event instanceof ClusterEvent.Membership change) || change.members().size() == 1) {
			return List.of(event);
		}
		List<ClusterEvent> parts = new ArrayList<>();
		change.members().forEach((member) -> parts.add(new ClusterEvent.Membership(change.type(), List.of(member))));
		return parts;
	}

	@Override
	public ClusterEvent merge(ClusterEvent first, ClusterEvent last) {
		if (first instanceof ClusterEvent.Membership before && last instanceof ClusterEvent.Membership after) {
			MemberEventType net = NetEffect.of(NetEffect.wasPresent(before.type()), after.type());
			return new ClusterEvent.Membership(net, after.members());
		}
		return last;
	}

	/**
	 * Returns whether the member was forgotten: such members must not fill the memory.
	 */
	@Override
	public boolean isFinal(ClusterEvent merged) {
		return merged instanceof ClusterEvent.Membership change && change.type() == MemberEventType.REAP;
	}

}
