package io.membership.spring.event;

import java.util.function.Supplier;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ClusterListener;
import io.membership.cluster.ClusterMember;
import io.membership.gossip.MemberEvent;

import org.springframework.context.ApplicationContext;

/**
 * Publishes what a member that speaks Serf's protocol tells as application events:
 * {@link MembershipEvent}, {@link UserEvent}, {@link QueryEvent} and
 * {@link NameConflictEvent}. What arrives before the context is refreshed is held back
 * until then.
 */
public final class ClusterEventPublisher extends HeldBackPublisher implements ClusterListener {

	private final String clusterName;

	private final Supplier<Cluster> cluster;

	/**
	 * Creates the publisher.
	 * @param context where to publish, and whose refresh and close to follow
	 * @param clusterName which of the application's clusters this is
	 * @param cluster gives the source of the events; not called before the first event
	 */
	public ClusterEventPublisher(ApplicationContext context, String clusterName, Supplier<Cluster> cluster) {
		super(context);
		this.clusterName = clusterName;
		this.cluster = cluster;
	}

	@Override
	public void clusterEvent(ClusterEvent event) {
		if (event instanceof ClusterEvent.Membership membership) {
			for (ClusterMember member : membership.members()) {
				publish(0, () -> MembershipEvent.of(membership.type(),
						Subject.of(this.cluster.get(), member, this.clusterName)));
			}
		}
		else if (event instanceof ClusterEvent.User user) {
			publish(user.payload().length, () -> new UserEvent(this.cluster.get(), this.clusterName, user));
		}
		else if (event instanceof ClusterEvent.Query query) {
			publish(0, () -> new QueryEvent(this.cluster.get(), this.clusterName, query.query()));
		}
		else if (event instanceof ClusterEvent.NameConflict conflict) {
			publish(0, () -> new NameConflictEvent(this.cluster.get(), this.clusterName, conflict));
		}
	}

	/**
	 * Publishes a suspicion or its end, of which Serf itself has no event.
	 * @param event what gossip tells
	 */
	public void suspicion(MemberEvent event) {
		publish(0, () -> MembershipEvent.of(event.type(),
				Subject.of(this.cluster.get(), event.member(), this.clusterName)));
	}

}
