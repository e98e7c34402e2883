package io.membership.spring.discovery.cloud;

import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceRegistration;
import io.membership.spring.discovery.ApplicationService;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.serviceregistry.Registration;

/**
 * A service of this member as Spring Cloud sees it. That of the application itself is a
 * bean; its port is 0 until the web server runs.
 */
public final class MembershipRegistration implements Registration {

	private final Supplier<ServiceRegistration> registration;

	private final Supplier<String> memberAddress;

	/**
	 * Creates the registration.
	 * @param registration gives what to register, as things stand
	 * @param memberAddress gives the address of this member, for a service that has none
	 * of its own
	 */
	public MembershipRegistration(Supplier<ServiceRegistration> registration, Supplier<String> memberAddress) {
		this.registration = registration;
		this.memberAddress = memberAddress;
	}

	/**
	 * What is registered.
	 * @return the registration as things stand
	 */
	public ServiceRegistration serviceRegistration() {
		return this.registration.get();
	}

	@Override
	public String getInstanceId() {
		return service().id();
	}

	@Override
	public String getServiceId() {
		return service().name();
	}

	@Override
	public String getHost() {
		String address = service().address();
		return CatalogServiceInstance.hostOf(address.isEmpty() ? this.memberAddress.get() : address);
	}

	@Override
	public int getPort() {
		return service().port();
	}

	@Override
	public boolean isSecure() {
		return Boolean.parseBoolean(getMetadata().get(ApplicationService.SECURE));
	}

	@Override
	public String getScheme() {
		return isSecure() ? "https" : "http";
	}

	@Override
	public URI getUri() {
		return ServiceInstance.createUri(this);
	}

	@Override
	public Map<String, String> getMetadata() {
		return service().metadata();
	}

	private ServiceDefinition service() {
		return serviceRegistration().service();
	}

}
