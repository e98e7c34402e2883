package io.membership.spring.discovery.cloud;

import java.util.List;

import io.membership.spring.discovery.ApplicationService;
import io.membership.spring.discovery.ServiceRegistrar;

import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Registers the application through Spring Cloud's {@link ServiceRegistry}, with Spring
 * Cloud's events, so that hooks into either are called.
 */
public final class MembershipAutoServiceRegistration implements AutoServiceRegistration, ServiceRegistrar {

	private final ServiceRegistry<MembershipRegistration> registry;

	private final MembershipRegistration registration;

	private final List<RegistrationLifecycle<MembershipRegistration>> lifecycles;

	private final ApplicationEventPublisher events;

	/**
	 * Creates the auto-registration.
	 * @param registry registers the application
	 * @param registration the application
	 * @param lifecycles called around the registration
	 * @param events where to publish Spring Cloud's events
	 */
	public MembershipAutoServiceRegistration(ServiceRegistry<MembershipRegistration> registry,
			MembershipRegistration registration, List<RegistrationLifecycle<MembershipRegistration>> lifecycles,
			ApplicationEventPublisher events) {
		this.registry = registry;
		this.registration = registration;
		this.lifecycles = List.copyOf(lifecycles);
		this.events = events;
	}

	@Override
	public void register(ApplicationService service) {
		this.events.publishEvent(new InstancePreRegisteredEvent(this, this.registration));
		this.lifecycles.forEach((lifecycle) -> lifecycle.postProcessBeforeStartRegister(this.registration));
		this.registry.register(this.registration);
		this.lifecycles.forEach((lifecycle) -> lifecycle.postProcessAfterStartRegister(this.registration));
		this.events.publishEvent(new InstanceRegisteredEvent<>(this, service.settings()));
	}

	@Override
	public void deregister(ApplicationService service) {
		this.lifecycles.forEach((lifecycle) -> lifecycle.postProcessBeforeStopRegister(this.registration));
		this.registry.deregister(this.registration);
		this.lifecycles.forEach((lifecycle) -> lifecycle.postProcessAfterStopRegister(this.registration));
	}

}
