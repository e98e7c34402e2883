package io.membership.spring.event;

import java.util.function.Supplier;

import io.membership.cluster.ClusterMember;
import io.membership.gossip.EventDelegate;
import io.membership.gossip.MemberEvent;
import io.membership.gossip.UserDelegate;
import io.membership.spring.LocalNodes;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Publishes what a member that speaks memberlist's protocol tells as application events:
 * {@link MembershipEvent} and {@link UserMessageEvent}. What arrives before the
 * {@linkplain ContextRefreshedEvent context is refreshed} is held back until then.
 */
public final class MemberlistEventPublisher extends HeldBackPublisher implements EventDelegate, UserDelegate {

	private final Supplier<LocalNodes> nodes;

	/**
	 * Creates the publisher.
	 * @param context where to publish, and whose refresh and close to follow
	 * @param nodes gives the source of the events; not called before the first event
	 */
	public MemberlistEventPublisher(ApplicationContext context, Supplier<LocalNodes> nodes) {
		super(context);
		this.nodes = nodes;
	}

	@Override
	public void memberEvent(MemberEvent event) {
		publish(0,
				() -> MembershipEvent.of(event.type(), this.nodes.get().primary(), ClusterMember.of(event.member())));
	}

	@Override
	public void message(byte[] message) {
		publish(message.length, () -> new UserMessageEvent(this.nodes.get().primary().memberlist(), message));
	}

}
