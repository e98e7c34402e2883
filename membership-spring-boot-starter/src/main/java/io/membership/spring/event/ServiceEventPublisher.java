package io.membership.spring.event;

import io.membership.Internal;
import io.membership.Subscription;
import io.membership.catalog.ServiceCatalog;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes changes of the catalog as {@link ServiceEvent}s. Events that arrive before
 * the context is refreshed are published afterwards.
 */
@Internal
public final class ServiceEventPublisher extends ContextSubscriber {

	private final ApplicationEventPublisher target;

	/**
	 * Creates the publisher.
	 * @param context the context to publish in, whose refresh and close the publisher
	 * follows
	 */
	public ServiceEventPublisher(ApplicationContext context) {
		super(context);
		this.target = context;
	}

	/**
	 * Starts publishing the changes of a catalog.
	 * @param catalog the catalog of a running member
	 * @return ends the publication
	 */
	public Subscription subscribe(ServiceCatalog catalog) {
		return add(catalog.subscribePaused((event) -> this.target.publishEvent(ServiceEvent.of(catalog, event))));
	}

}
