package io.membership.simulation.cluster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberEventType;

/** Words of the timeline. */
final class Descriptions {

	private Descriptions() {
	}

	static String of(ClusterEvent event) {
		if (event instanceof ClusterEvent.Membership change) {
			return "sees " + change.members().stream().map(ClusterMember::name).collect(Collectors.joining(", ")) + " "
					+ of(change.type());
		}
		if (event instanceof ClusterEvent.Suspicion suspicion) {
			ClusterMember member = suspicion.member();
			return (member.suspect() ? "suspects " : "no longer suspects ") + member.name();
		}
		if (event instanceof ClusterEvent.User user) {
			return "receives the event '" + user.name() + "' " + new String(user.payload(), StandardCharsets.UTF_8);
		}
		if (event instanceof ClusterEvent.Query query) {
			return "receives the query '" + query.query().name() + "' of " + query.query().source();
		}
		if (event instanceof ClusterEvent.NameConflict conflict) {
			return (conflict.lost() ? "loses" : "keeps") + " the name " + conflict.name();
		}
		return event.toString();
	}

	private static String of(MemberEventType type) {
		return switch (type) {
			case JOIN -> "join";
			case LEAVE -> "leave";
			case FAILED -> "fail";
			case UPDATE -> "update its tags";
			case REAP -> "be forgotten";
		};
	}

	static String of(Duration duration) {
		return String.format(Locale.ROOT, "%.3f s", duration.toNanos() / 1e9);
	}

}
