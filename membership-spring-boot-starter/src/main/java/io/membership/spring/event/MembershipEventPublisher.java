package io.membership.spring.event;

import java.util.function.Supplier;

import io.membership.Internal;
import io.membership.Subscription;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ClusterMember;
import io.membership.gossip.MemberEvent;
import io.membership.gossip.MemberlistListener;
import io.membership.spring.LocalNode;
import io.membership.spring.LocalNodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Publishes the events of the application's clusters as application events:
 * {@link MembershipEvent}, {@link UserEvent}, {@link QueryEvent} and
 * {@link NameConflictEvent}; with memberlist's protocol {@link MembershipEvent} and
 * {@link UserMessageEvent}. Events that arrive before the
 * {@linkplain ContextRefreshedEvent context is refreshed} are published afterwards.
 * <p>
 * The events of one cluster are published in order, one at a time, on a thread of the
 * member. An exception of a listener is logged and counted, and affects no other event.
 */
@Internal
public final class MembershipEventPublisher extends ContextSubscriber implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(MembershipEventPublisher.class);

	private final ApplicationEventPublisher target;

	private final Supplier<LocalNodes> nodes;

	/**
	 * Creates the publisher.
	 * @param context the context to publish in, whose refresh and close the publisher
	 * follows
	 * @param nodes supplies the local members to listen to; called only after all
	 * singletons have been created
	 */
	public MembershipEventPublisher(ApplicationContext context, Supplier<LocalNodes> nodes) {
		super(context);
		this.target = context;
		this.nodes = nodes;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (LocalNode node : this.nodes.get().all()) {
			add(subscribe(node));
		}
	}

	private Subscription subscribe(LocalNode node) {
		return node.cluster()
			.map((cluster) -> cluster.subscribePaused((event) -> publish(node, cluster, event)))
			.orElseGet(() -> node.memberlist().subscribePaused(new MemberlistEvents(node)));
	}

	private void publish(LocalNode node, Cluster cluster, ClusterEvent event) {
		if (event instanceof ClusterEvent.Membership change) {
			for (ClusterMember member : change.members()) {
				publish(node, MembershipEvent.of(change.type(), node, member));
			}
		}
		else if (event instanceof ClusterEvent.Suspicion suspicion) {
			publish(node, MembershipEvent.ofSuspicion(node, suspicion.member()));
		}
		else if (event instanceof ClusterEvent.User user) {
			publish(node, new UserEvent(cluster, node.clusterName(), user));
		}
		else if (event instanceof ClusterEvent.Query query) {
			publish(node, new QueryEvent(cluster, node.clusterName(), query.query()));
		}
		else if (event instanceof ClusterEvent.NameConflict conflict) {
			publish(node, new NameConflictEvent(cluster, node.clusterName(), conflict));
		}
	}

	private void publish(LocalNode node, ApplicationEvent event) {
		try {
			this.target.publishEvent(event);
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			node.memberlist().metrics().listeners().failed(ex);
			logger.atWarn().setCause(ex).addKeyValue("event", event).log("A listener of {} has failed", event);
		}
	}

	/** Listens to a member that speaks memberlist's protocol. */
	private final class MemberlistEvents implements MemberlistListener {

		private final LocalNode node;

		private MemberlistEvents(LocalNode node) {
			this.node = node;
		}

		@Override
		public void memberEvent(MemberEvent event) {
			publish(this.node, MembershipEvent.of(event.type(), this.node, ClusterMember.of(event.member())));
		}

		@Override
		public void message(byte[] message) {
			publish(this.node, new UserMessageEvent(this.node.memberlist(), message));
		}

	}

}
