package io.membership.spring.event;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.membership.Subscription;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ClusterMember;
import io.membership.gossip.MemberEvent;
import io.membership.spring.LocalNode;
import io.membership.spring.LocalNodes;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;

/**
 * Publishes what members that speak Serf's protocol tell as application events:
 * {@link MembershipEvent}, {@link UserEvent}, {@link QueryEvent} and
 * {@link NameConflictEvent}. What arrives before the context is refreshed is held back
 * until then.
 */
public final class ClusterEventPublisher extends HeldBackPublisher implements SmartInitializingSingleton {

	private final Supplier<LocalNodes> nodes;

	private final List<Subscription> subscriptions = new ArrayList<>();

	/**
	 * Creates the publisher.
	 * @param context where to publish, and whose refresh and close to follow
	 * @param nodes gives the local members to listen to; not called before all singletons
	 * have been created
	 */
	public ClusterEventPublisher(ApplicationContext context, Supplier<LocalNodes> nodes) {
		super(context);
		this.nodes = nodes;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (LocalNode node : this.nodes.get().all()) {
			node.cluster()
				.ifPresent((cluster) -> this.subscriptions
					.add(cluster.subscribe((event) -> clusterEvent(node, cluster, event))));
		}
	}

	@Override
	public void destroy() {
		super.destroy();
		this.subscriptions.forEach(Subscription::close);
	}

	/**
	 * Publishes a suspicion or its end, for which Serf itself has no event.
	 * @param clusterName in which of the application's clusters
	 * @param event the event of the gossip layer
	 */
	public void suspicion(String clusterName, MemberEvent event) {
		this.nodes.get().get(clusterName).ifPresent((node) -> {
			ClusterMember member = node.member(event.member().name())
				.map((known) -> known.seenAs(event.member()))
				.orElseGet(() -> ClusterMember.of(event.member()));
			publish(0, () -> MembershipEvent.of(event.type(), node, member));
		});
	}

	private void clusterEvent(LocalNode node, Cluster cluster, ClusterEvent event) {
		String name = node.clusterName();
		if (event instanceof ClusterEvent.Membership membership) {
			for (ClusterMember member : membership.members()) {
				publish(0, () -> MembershipEvent.of(membership.type(), node, member));
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
