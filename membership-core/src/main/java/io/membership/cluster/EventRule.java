package io.membership.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.membership.runtime.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to events when the mailbox of a listener is full. Merges changes
 * of one member into their {@linkplain NetEffect net effect}, keeps only the latest
 * conflict about this member's name, and drops user events and queries.
 */
final class EventRule implements Mailbox.Rule<ClusterEvent> {

	@Override
	public @Nullable Object key(ClusterEvent event) {
		if (event instanceof ClusterEvent.Membership change && change.members().size() == 1) {
			return change.members().get(0).name();
		}
		if (event instanceof ClusterEvent.Suspicion suspicion) {
			return suspicion.member().name();
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
	public @Nullable ClusterEvent merge(ClusterEvent first, ClusterEvent last) {
		if (last instanceof ClusterEvent.Membership after) {
			return new ClusterEvent.Membership(NetEffect.of(wasPresent(first), after.type()), after.members());
		}
		if (last instanceof ClusterEvent.Suspicion after) {
			if (first instanceof ClusterEvent.Suspicion before) {
				return (before.member().suspect() == after.member().suspect()) ? after : null;
			}
			MemberEventType net = NetEffect.of(wasPresent(first), MemberEventType.UPDATE);
			return new ClusterEvent.Membership(net, List.of(after.member()));
		}
		return last;
	}

	/** A suspicion implies that the member was present. */
	private static boolean wasPresent(ClusterEvent first) {
		return !(first instanceof ClusterEvent.Membership before) || NetEffect.wasPresent(before.type());
	}

	/**
	 * Returns whether the member was forgotten. The number of such events is limited, so
	 * they cannot exhaust memory.
	 */
	@Override
	public boolean isFinal(ClusterEvent merged) {
		return merged instanceof ClusterEvent.Membership change && change.type() == MemberEventType.REAP;
	}

}
