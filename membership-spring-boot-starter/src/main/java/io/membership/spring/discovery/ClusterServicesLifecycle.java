package io.membership.spring.discovery;

import io.membership.Subscription;
import io.membership.catalog.CatalogListener;
import io.membership.catalog.ServiceDiscovery;
import io.membership.spring.lifecycle.MembershipTransportLifecycle;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Starts the services of the member right after the member, before the web server, and
 * closes them right before it: requests that are still being served see the catalog.
 */
public final class ClusterServicesLifecycle implements SmartLifecycle {

	/** Right above that of the member. */
	public static final int PHASE = MembershipTransportLifecycle.PHASE + 1;

	private final ServiceDiscovery services;

	private final CatalogListener listener;

	private @Nullable Subscription subscription;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param services the services of the member
	 * @param listener is told what changes in the catalog
	 */
	public ClusterServicesLifecycle(ServiceDiscovery services, CatalogListener listener) {
		this.services = services;
		this.listener = listener;
	}

	@Override
	public void start() {
		this.services.start();
		this.subscription = this.services.catalog().subscribe(this.listener);
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		if (this.subscription != null) {
			this.subscription.close();
		}
		this.services.close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** A paused test context must not lose its services. */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
