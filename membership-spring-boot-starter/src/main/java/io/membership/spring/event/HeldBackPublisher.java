package io.membership.spring.event;

import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;

/**
 * Publishes what the core tells as application events, one at a time.
 * <p>
 * What arrives before the context is refreshed is held back; it is published, in order
 * and before anything newer, after the other listeners of {@link ContextRefreshedEvent}
 * have run, without delaying the start. Nothing is published any more once the context
 * has begun to close. Otherwise events are published on the thread on which the core
 * tells of them. When the application cannot keep up that thread is made to wait, so that
 * the core's bounded queue and its rules for merging events apply.
 */
abstract class HeldBackPublisher implements ApplicationListener<ApplicationContextEvent>, Ordered, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(HeldBackPublisher.class);

	private final ApplicationContext context;

	private final OrderedOutbox outbox = new OrderedOutbox();

	HeldBackPublisher(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Publishes an event when its time has come.
	 * @param bytes size of what it carries
	 * @param event makes the event, then
	 */
	final void publish(int bytes, Supplier<? extends ApplicationEvent> event) {
		run(bytes, () -> this.context.publishEvent(event.get()));
	}

	/**
	 * Runs something when its time has come.
	 * @param bytes size of what it carries
	 * @param action what to do
	 */
	final void run(int bytes, Runnable action) {
		this.outbox.put(bytes, action);
	}

	/**
	 * Follows the own context only: a child's events reach its parent's listeners, too.
	 */
	@Override
	public final void onApplicationEvent(ApplicationContextEvent event) {
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
	public final int getOrder() {
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
