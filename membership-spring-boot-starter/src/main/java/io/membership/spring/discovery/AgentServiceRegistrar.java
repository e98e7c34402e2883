package io.membership.spring.discovery;

import java.util.concurrent.CompletableFuture;

import io.membership.catalog.LocalServices;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers the application with the agent of this member. */
public final class AgentServiceRegistrar implements ServiceRegistrar {

	private static final Logger logger = LoggerFactory.getLogger(AgentServiceRegistrar.class);

	private final LocalServices agent;

	/**
	 * Creates the registrar.
	 * @param agent the services of this member
	 */
	public AgentServiceRegistrar(LocalServices agent) {
		this.agent = agent;
	}

	@Override
	public void register(ApplicationService service) {
		warn("register", service, this.agent.register(service.registration()));
	}

	@Override
	public void deregister(ApplicationService service) {
		warn("deregister", service, this.agent.deregister(service.id()));
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
