package io.membership.spring.discovery.cloud;

import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

import io.membership.catalog.CatalogInstance;
import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceRegistration;
import io.membership.gossip.Memberlist;
import io.membership.spring.LocalNode;

import org.springframework.cloud.client.serviceregistry.Registration;

/**
 * A service of this member as Spring Cloud sees it. The application's own is a bean; its
 * port is 0 until the web server runs.
 */
public final class MembershipRegistration implements Registration {

	private final Supplier<ServiceRegistration> registration;

	private final LocalNode node;

	/**
	 * Creates the registration.
	 * @param registration supplies the current registration
	 * @param node the local member, whose address is used for a service without one
	 */
	public MembershipRegistration(Supplier<ServiceRegistration> registration, LocalNode node) {
		this.registration = registration;
		this.node = node;
	}

	/**
	 * Returns the registration.
	 * @return the current registration
	 */
	public ServiceRegistration serviceRegistration() {
		return this.registration.get();
	}

	@Override
	public String getInstanceId() {
		return instance().getInstanceId();
	}

	@Override
	public String getServiceId() {
		return instance().getServiceId();
	}

	@Override
	public String getHost() {
		return instance().getHost();
	}

	@Override
	public int getPort() {
		return instance().getPort();
	}

	@Override
	public boolean isSecure() {
		return instance().isSecure();
	}

	@Override
	public String getScheme() {
		return instance().getScheme();
	}

	@Override
	public URI getUri() {
		return instance().getUri();
	}

	@Override
	public Map<String, String> getMetadata() {
		return instance().getMetadata();
	}

	/** Returns the same instance that the discovery clients of all members see. */
	private MembershipServiceInstance instance() {
		ServiceRegistration now = serviceRegistration();
		ServiceDefinition service = now.service();
		if (service.address().isEmpty()) {
			service = service.withAddress(memberAddress());
		}
		return MembershipServiceInstance
			.of(new CatalogInstance(this.node.memberlist().config().name(), service, now.health(), false));
	}

	private String memberAddress() {
		Memberlist memberlist = this.node.memberlist();
		return memberlist.isRunning() ? memberlist.localMember().address().getAddress().getHostAddress() : "";
	}

}
