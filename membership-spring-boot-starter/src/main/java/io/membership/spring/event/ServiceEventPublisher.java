package io.membership.spring.event;

import io.membership.Internal;
import io.membership.Subscription;
import io.membership.catalog.ServiceCatalog;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes changes of the catalog as application events: {@link ServiceEvent}. Events
 * that arrive before the context is refreshed are published afterwards.
 */
@Internal
public final class ServiceEventPublisher extends ContextSubscriber {

	private final ApplicationEventPublisher target;

	/**
	 * Creates the publisher.
	 * @param context where to publish, and whose refresh and close to follow
	 */
	public ServiceEventPublisher(ApplicationContext context) {
		super(context);
		this.target = context;
	}

	/**
	 * Publishes the changes of a catalog from now on.
	 * @param catalog the catalog of a member that runs
	 * @return ends that
	 */
	public Subscription subscribe(ServiceCatalog catalog) {
		return add(catalog.subscribePaused((event) -> this.target.publishEvent(ServiceEvent.of(catalog, event))));
	}

}
