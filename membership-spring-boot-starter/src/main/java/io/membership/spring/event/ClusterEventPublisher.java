package io.membership.spring.event;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.membership.Subscription;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ClusterMember;
import io.membership.gossip.MemberEvent;
import io.membership.spring.Clusters;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;

/**
 * Publishes what members that speak Serf's protocol tell as application events:
 * {@link MembershipEvent}, {@link UserEvent}, {@link QueryEvent} and
 * {@link NameConflictEvent}. What arrives before the context is refreshed is held back
 * until then.
 */
public final class ClusterEventPublisher extends HeldBackPublisher implements SmartInitializingSingleton {

	private final Supplier<Clusters> clusters;

	private final List<Subscription> subscriptions = new ArrayList<>();

	/**
	 * Creates the publisher.
	 * @param context where to publish, and whose refresh and close to follow
	 * @param clusters gives whom to listen to; not called before all singletons have been
	 * created
	 */
	public ClusterEventPublisher(ApplicationContext context, Supplier<Clusters> clusters) {
		super(context);
		this.clusters = clusters;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.clusters.get()
			.all()
			.forEach((name, cluster) -> this.subscriptions
				.add(cluster.subscribe((event) -> clusterEvent(name, cluster, event))));
	}

	@Override
	public void destroy() {
		super.destroy();
		this.subscriptions.forEach(Subscription::close);
	}

	/**
	 * Publishes a suspicion or its end, of which Serf itself has no event.
	 * @param clusterName in which of the application's clusters
	 * @param event what gossip tells
	 */
	public void suspicion(String clusterName, MemberEvent event) {
		this.clusters.get()
			.get(clusterName)
			.ifPresent((cluster) -> publish(0,
					() -> MembershipEvent.of(event.type(), Subject.of(cluster, event.member(), clusterName))));
	}

	private void clusterEvent(String name, Cluster cluster, ClusterEvent event) {
		if (event instanceof ClusterEvent.Membership membership) {
			for (ClusterMember member : membership.members()) {
				publish(0, () -> MembershipEvent.of(membership.type(), Subject.of(cluster, member, name)));
			}
		}
		else if (event instanceof ClusterEvent.User user) {
			publish(user.payload().length, () -> new UserEvent(cluster, name, user));
		}
		else if (event instanceof ClusterEvent.Query query) {
			publish(0, () -> new QueryEvent(cluster, name, query.query()));
		}
		else if (event instanceof ClusterEvent.NameConflict conflict) {
			publish(0, () -> new NameConflictEvent(cluster, name, conflict));
		}
	}

}
