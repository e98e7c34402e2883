package io.membership.spring.discovery;

import java.util.concurrent.CompletableFuture;

import io.membership.catalog.LocalServices;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers the application as a service of this member. */
public final class LocalServiceRegistrar implements ServiceRegistrar {

	private static final Logger logger = LoggerFactory.getLogger(LocalServiceRegistrar.class);

	private final LocalServices services;

	/**
	 * Creates the registrar.
	 * @param services the services of this member
	 */
	public LocalServiceRegistrar(LocalServices services) {
		this.services = services;
	}

	@Override
	public void register(ApplicationService service) {
		warn("register", service, this.services.register(service.registration()));
	}

	@Override
	public void deregister(ApplicationService service) {
		warn("deregister", service, this.services.deregister(service.id()));
	}

	private static void warn(String what, ApplicationService service, CompletableFuture<@Nullable Void> result) {
		result.whenComplete((nothing, failure) -> {
			if (failure != null) {
				logger.warn("Could not {} the application. name={} cause={}", what, service.settings().name(),
						failure.toString());
			}
		});
	}

}
