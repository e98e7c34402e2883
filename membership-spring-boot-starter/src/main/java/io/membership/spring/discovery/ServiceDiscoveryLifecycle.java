package io.membership.spring.discovery;

import java.util.concurrent.CompletableFuture;

import io.membership.Subscription;
import io.membership.catalog.CatalogListener;
import io.membership.catalog.ServiceDiscovery;
import io.membership.spring.lifecycle.MembershipLifecycle;
import io.membership.spring.lifecycle.MembershipTransportLifecycle;
import org.jspecify.annotations.Nullable;

/**
 * Starts the services of the member right after the member, before the web server, and
 * closes them right before it: requests that are still being served see the catalog.
 */
public final class ServiceDiscoveryLifecycle extends MembershipLifecycle {

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
	public ServiceDiscoveryLifecycle(ServiceDiscovery services, CatalogListener listener) {
		super(PHASE);
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
