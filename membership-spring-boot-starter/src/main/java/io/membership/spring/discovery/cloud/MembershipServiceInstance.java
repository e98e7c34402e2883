package io.membership.spring.discovery.cloud;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

import io.membership.catalog.CatalogInstance;
import io.membership.catalog.ServiceDefinition;
import io.membership.spring.discovery.ApplicationService;
import io.membership.spring.discovery.UriHost;

import org.springframework.cloud.client.ServiceInstance;

/**
 * An instance of a service as Spring Cloud sees it. Two are equal if they are called in
 * the same way, so that a retry recognises the instance to avoid.
 *
 * @param instanceId identifies it among all instances
 * @param serviceId name of the service
 * @param host host name or IP address, IPv6 in brackets; empty if there is no usable one
 * @param port its port
 * @param secure whether callers must use HTTPS
 * @param metadata its metadata, and its tags as {@code tags}; untrusted text
 */
record MembershipServiceInstance(String instanceId, String serviceId, String host, int port, boolean secure,
		Map<String, String> metadata) implements ServiceInstance {

	private static final String TAGS = "tags";

	/**
	 * Creates the Spring Cloud view of an instance.
	 * @param instance the instance
	 * @return the same instance; its host is empty if its address cannot be part of a URL
	 */
	public static MembershipServiceInstance of(CatalogInstance instance) {
		ServiceDefinition service = instance.service();
		Map<String, String> metadata = new TreeMap<>(service.metadata());
		if (!service.tags().isEmpty()) {
			metadata.putIfAbsent(TAGS, String.join(",", service.tags()));
		}
		return new MembershipServiceInstance(idOf(instance), service.name(), UriHost.of(service.address()),
				service.port(), Boolean.parseBoolean(metadata.get(ApplicationService.SECURE)), Map.copyOf(metadata));
	}

	/**
	 * Returns whether there is an address to call: the catalog does not verify the
	 * addresses of other members.
	 * @return whether host and port are known
	 */
	public boolean isCallable() {
		return !this.host.isEmpty() && this.port != 0;
	}

	/** Returns an id that is unique among all members, unlike the id within a member. */
	private static String idOf(CatalogInstance instance) {
		String id = instance.service().id();
		return id.contains(instance.member()) ? id : instance.member() + ":" + id;
	}

	@Override
	public String getInstanceId() {
		return this.instanceId;
	}

	@Override
	public String getServiceId() {
		return this.serviceId;
	}

	@Override
	public String getHost() {
		return this.host;
	}

	@Override
	public int getPort() {
		return this.port;
	}

	@Override
	public boolean isSecure() {
		return this.secure;
	}

	@Override
	public String getScheme() {
		return this.secure ? "https" : "http";
	}

	@Override
	public URI getUri() {
		return ServiceInstance.createUri(this);
	}

	@Override
	public Map<String, String> getMetadata() {
		return this.metadata;
	}

}
