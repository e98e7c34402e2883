package io.membership.spring.discovery.cloud;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.membership.catalog.ServiceDefinition;
import io.membership.spring.discovery.ApplicationService;

import org.springframework.cloud.client.ServiceInstance;

/**
 * An instance in the catalog as Spring Cloud sees one. Two are equal if they are called
 * in the same way, so that a retry recognises the instance that it is to avoid.
 *
 * @param instanceId identifies it among all instances
 * @param serviceId name of the service
 * @param host host name or IP address, one of version 6 in brackets
 * @param port its port
 * @param secure whether it is to be called by HTTPS
 * @param metadata what it says about itself, its tags as {@code tags}; untrusted text
 */
public record CatalogServiceInstance(String instanceId, String serviceId, String host, int port, boolean secure,
		Map<String, String> metadata) implements ServiceInstance {

	private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9])?\\.?");

	private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.~-]+)?");

	private static final String TAGS = "tags";

	/**
	 * Takes an instance from the catalog.
	 * @param instance the instance
	 * @return the same for Spring Cloud; empty if it has no address that can be called,
	 * as the catalog holds whatever other members say
	 */
	public static Optional<ServiceInstance> of(io.membership.catalog.ServiceInstance instance) {
		ServiceDefinition service = instance.service();
		String host = hostOf(service.address());
		if (host.isEmpty() || service.port() == 0) {
			return Optional.empty();
		}
		Map<String, String> metadata = new TreeMap<>(service.metadata());
		if (!service.tags().isEmpty()) {
			metadata.putIfAbsent(TAGS, String.join(",", service.tags()));
		}
		return Optional.of(new CatalogServiceInstance(idOf(instance), service.name(), host, service.port(),
				Boolean.parseBoolean(metadata.get(ApplicationService.SECURE)), Map.copyOf(metadata)));
	}

	/** What identifies it among the services of its member need not do so among all. */
	private static String idOf(io.membership.catalog.ServiceInstance instance) {
		String id = instance.service().id();
		return id.contains(instance.member()) ? id : instance.member() + ":" + id;
	}

	/** As it is written in a URL, or nothing if it cannot be. */
	static String hostOf(String address) {
		if (HOST.matcher(address).matches()) {
			return address;
		}
		// a scope would have to be escaped, and means nothing on another machine
		return IPV6.matcher(address).matches() ? "[" + address.replaceFirst("%.*", "") + "]" : "";
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
