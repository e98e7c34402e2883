package io.membership.spring.discovery;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.membership.Subscription;
import io.membership.catalog.ServiceCatalog;
import io.membership.catalog.ServiceDiscovery;
import io.membership.spring.lifecycle.MembershipLifecycle;
import io.membership.spring.lifecycle.MembershipTransportLifecycle;
import org.jspecify.annotations.Nullable;

/**
 * Starts service discovery right after the member, before the web server, and closes it
 * right before the member, so that requests still being served see the catalog.
 */
public final class ServiceDiscoveryLifecycle extends MembershipLifecycle {

	/** Directly above the phase of the member. */
	public static final int PHASE = MembershipTransportLifecycle.PHASE + 1;

	private final ServiceDiscovery services;

	private final Function<ServiceCatalog, Subscription> events;

	private @Nullable Subscription subscription;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param services the services of the member
	 * @param events subscribes to the catalog when it runs
	 */
	public ServiceDiscoveryLifecycle(ServiceDiscovery services, Function<ServiceCatalog, Subscription> events) {
		super(PHASE);
		this.services = services;
		this.events = events;
	}

	@Override
	public void start() {
		this.services.start();
		this.subscription = this.events.apply(this.services.catalog());
		this.running = true;
	}

	@Override
	protected CompletableFuture<?> end() {
		this.running = false;
		if (this.subscription != null) {
			this.subscription.close();
		}
		this.services.close();
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
