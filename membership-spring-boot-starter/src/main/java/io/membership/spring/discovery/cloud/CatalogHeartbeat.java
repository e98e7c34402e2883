package io.membership.spring.discovery.cloud;

import java.util.concurrent.atomic.AtomicLong;

import io.membership.spring.event.ServiceEvent;

import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;

/**
 * Publishes Spring Cloud's {@link HeartbeatEvent} when the catalog has changed, and only
 * then, so nothing has to poll.
 */
public final class CatalogHeartbeat implements ApplicationListener<ServiceEvent> {

	private final ApplicationEventPublisher events;

	private final AtomicLong changes = new AtomicLong();

	/**
	 * Creates the heartbeat.
	 * @param events where to publish
	 */
	public CatalogHeartbeat(ApplicationEventPublisher events) {
		this.events = events;
	}

	@Override
	public void onApplicationEvent(ServiceEvent event) {
		this.events.publishEvent(new HeartbeatEvent(this, this.changes.incrementAndGet()));
	}

}
