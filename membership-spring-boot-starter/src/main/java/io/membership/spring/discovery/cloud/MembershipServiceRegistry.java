package io.membership.spring.discovery.cloud;

import java.util.Locale;
import java.util.Map;

import io.membership.catalog.HealthStatus;
import io.membership.catalog.LocalServices;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.util.Assert;

/**
 * Registers services of this member. A status is one of the catalog's, {@code passing},
 * {@code warning} and {@code critical}, or one of those that Spring Cloud's endpoint
 * uses: {@code UP}, {@code DOWN}, {@code OUT_OF_SERVICE}.
 */
public final class MembershipServiceRegistry implements ServiceRegistry<MembershipRegistration> {

	private static final Map<String, HealthStatus> STATUSES = Map.of("passing", HealthStatus.PASSING, "up",
			HealthStatus.PASSING, "warning", HealthStatus.WARNING, "critical", HealthStatus.CRITICAL, "down",
			HealthStatus.CRITICAL, "out_of_service", HealthStatus.CRITICAL);

	private final LocalServices services;

	/**
	 * Creates the registry.
	 * @param services the services of this member
	 */
	public MembershipServiceRegistry(LocalServices services) {
		this.services = services;
	}

	@Override
	public void register(@Nullable MembershipRegistration registration) {
		Assert.notNull(registration, "'registration' must not be null");
		this.services.register(registration.serviceRegistration());
	}

	@Override
	public void deregister(@Nullable MembershipRegistration registration) {
		Assert.notNull(registration, "'registration' must not be null");
		this.services.deregister(idOf(registration));
	}

	/** Does nothing: the services end with the member. */
	@Override
	public void close() {
	}

	/**
	 * Sets the health of a service.
	 * @throws IllegalArgumentException if the status is not known
	 */
	@Override
	public void setStatus(MembershipRegistration registration, String status) {
		HealthStatus health = STATUSES.get(status.strip().toLowerCase(Locale.ROOT));
		Assert.notNull(health, () -> "'status' must be one of " + STATUSES.keySet() + ", but is '" + status + "'");
		this.services.setHealth(idOf(registration), health);
	}

	/**
	 * Returns the health of a service, checks included.
	 * @return {@code passing}, {@code warning} or {@code critical}; {@code UNKNOWN} if it
	 * is not registered
	 */
	@Override
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" }) // Spring Cloud's
	public <T> T getStatus(MembershipRegistration registration) {
		return (T) this.services.service(idOf(registration))
			.map((service) -> service.health().text())
			.orElse("UNKNOWN");
	}

	/**
	 * Returns the id within the member; Spring Cloud's id may begin with the name of the
	 * member.
	 */
	private static String idOf(MembershipRegistration registration) {
		return registration.serviceRegistration().service().id();
	}

}
