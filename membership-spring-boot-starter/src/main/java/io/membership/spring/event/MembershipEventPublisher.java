package io.membership.spring.event;

import java.util.function.Supplier;

import io.membership.gossip.EventDelegate;
import io.membership.gossip.MemberEvent;
import io.membership.gossip.Memberlist;
import io.membership.gossip.UserDelegate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;

/**
 * Publishes what the core tells as application events.
 * <p>
 * What arrives before the context is refreshed is held back; it is published, in order
 * and before anything newer, after the other listeners of {@link ContextRefreshedEvent}
 * have run, without delaying the start. Nothing is published any more once the context
 * has begun to close. Otherwise events are published on the thread on which the core
 * calls its delegates. When the application cannot keep up the core's delegate thread is
 * made to wait, so that its bounded queue and its rules for merging events apply.
 */
public final class MembershipEventPublisher
		implements EventDelegate, UserDelegate, ApplicationListener<ApplicationContextEvent>, Ordered, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(MembershipEventPublisher.class);

	private final ApplicationContext context;

	private final Supplier<Memberlist> memberlist;

	private final OrderedOutbox outbox = new OrderedOutbox();

	/**
	 * Creates the publisher.
	 * @param context where to publish, and whose refresh and close to follow
	 * @param memberlist gives the source of the events; not called before the first event
	 */
	public MembershipEventPublisher(ApplicationContext context, Supplier<Memberlist> memberlist) {
		this.context = context;
		this.memberlist = memberlist;
	}

	@Override
	public void memberEvent(MemberEvent event) {
		this.outbox.put(0, () -> this.context.publishEvent(MembershipEvent.of(this.memberlist.get(), event)));
	}

	@Override
	public void message(byte[] message) {
		this.outbox.put(message.length,
				() -> this.context.publishEvent(new UserMessageEvent(this.memberlist.get(), message)));
	}

	/**
	 * Follows the own context only: a child's events reach its parent's listeners, too.
	 */
	@Override
	public void onApplicationEvent(ApplicationContextEvent event) {
		if (event.getApplicationContext() != this.context) {
			return;
		}
		if (event instanceof ContextRefreshedEvent && this.outbox.open()) {
			Thread thread = new Thread(this::publishHeldBack, "membership-events");
			thread.setDaemon(true);
			thread.start();
		}
		else if (event instanceof ContextClosedEvent) {
			this.outbox.close();
		}
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	/** A context whose refresh fails is destroyed without being closed. */
	@Override
	public void destroy() {
		this.outbox.close();
	}

	private void publishHeldBack() {
		try {
			this.outbox.drain();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("A listener of cluster events failed", ex);
		}
	}

}
