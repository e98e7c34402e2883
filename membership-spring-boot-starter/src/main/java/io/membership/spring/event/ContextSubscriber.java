package io.membership.spring.event;

import java.util.ArrayList;
import java.util.List;

import io.membership.Subscription;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;

/**
 * Ties subscriptions to the lifecycle of the application context. They start paused and
 * resume after the other listeners of {@link ContextRefreshedEvent} have run, so the
 * application is ready for its first event, and a slow listener does not delay the start.
 * They end when the context begins to close. Meanwhile the member collects events within
 * the limits of its mailboxes; this class needs no queue or thread.
 */
abstract class ContextSubscriber implements ApplicationListener<ApplicationContextEvent>, Ordered, DisposableBean {

	private enum Phase {

		STARTING, READY, CLOSED

	}

	private final ApplicationContext context;

	private final List<Subscription> subscriptions = new ArrayList<>();

	private Phase phase = Phase.STARTING;

	ContextSubscriber(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Adds a subscription. It resumes at once if the context is ready, and ends at once
	 * if the context has begun to close.
	 * @param paused the subscription, which must be paused
	 * @return the subscription, so the caller can end it earlier
	 */
	final synchronized Subscription add(Subscription paused) {
		switch (this.phase) {
			case STARTING -> this.subscriptions.add(paused);
			case READY -> {
				this.subscriptions.add(paused);
				paused.resume();
			}
			case CLOSED -> paused.close();
		}
		return paused;
	}

	/**
	 * Ignores events of child contexts, which also reach listeners of their parents.
	 */
	@Override
	public final void onApplicationEvent(ApplicationContextEvent event) {
		if (event.getApplicationContext() != this.context) {
			return;
		}
		if (event instanceof ContextRefreshedEvent) {
			resume();
		}
		else if (event instanceof ContextClosedEvent) {
			close();
		}
	}

	@Override
	public final int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	/**
	 * Ends the subscriptions if the refresh fails: such a context is destroyed without a
	 * close event.
	 */
	@Override
	public final void destroy() {
		close();
	}

	private synchronized void resume() {
		if (this.phase == Phase.STARTING) {
			this.phase = Phase.READY;
			this.subscriptions.forEach(Subscription::resume);
		}
	}

	private synchronized void close() {
		this.phase = Phase.CLOSED;
		this.subscriptions.forEach(Subscription::close);
		this.subscriptions.clear();
	}

}
