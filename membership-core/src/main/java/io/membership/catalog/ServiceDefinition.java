package io.membership.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.membership.SafeText;

/**
 * A service of a member. Immutable. Other members write the content of the catalog: treat
 * names, tags and metadata as untrusted text.
 *
 * @param id identifies it within its member
 * @param name name of the service, the same for all its instances
 * @param address host name or IP address; empty for the address of the member
 * @param port port from 0 to 65535
 * @param tags words that distinguish instances
 * @param metadata further attributes, sorted by key
 */
public record ServiceDefinition(String id, String name, String address, int port, List<String> tags,
		Map<String, String> metadata) {

	private static final int MAX_PORT = 65535;

	/** Copies tags and metadata, and checks the other components. */
	public ServiceDefinition {
		if (id.isEmpty() || name.isEmpty()) {
			throw new IllegalArgumentException("A service needs an id and a name, but has '" + SafeText.of(id)
					+ "' and '" + SafeText.of(name) + "'");
		}
		if (port < 0 || port > MAX_PORT) {
			throw new IllegalArgumentException("port must be 0 to " + MAX_PORT + ", but is " + port);
		}
		tags = List.copyOf(tags);
		metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
	}

	/**
	 * Creates a service at the address of its member, with its name as id.
	 * @param name name of the service
	 * @param port its port
	 * @return the definition
	 */
	public static ServiceDefinition of(String name, int port) {
		return new ServiceDefinition(name, name, "", port, List.of(), Map.of());
	}

	/**
	 * Returns a copy with another id.
	 * @param value the id
	 * @return a copy
	 */
	public ServiceDefinition withId(String value) {
		return new ServiceDefinition(value, this.name, this.address, this.port, this.tags, this.metadata);
	}

	/**
	 * Returns a copy with another address.
	 * @param value host name or IP address; empty for that of the member
	 * @return a copy
	 */
	public ServiceDefinition withAddress(String value) {
		return new ServiceDefinition(this.id, this.name, value, this.port, this.tags, this.metadata);
	}

	/**
	 * Returns a copy with other tags.
	 * @param value all tags
	 * @return a copy
	 */
	public ServiceDefinition withTags(List<String> value) {
		return new ServiceDefinition(this.id, this.name, this.address, this.port, value, this.metadata);
	}

	/**
	 * Returns a copy with other metadata.
	 * @param value all metadata
	 * @return a copy
	 */
	public ServiceDefinition withMetadata(Map<String, String> value) {
		return new ServiceDefinition(this.id, this.name, this.address, this.port, this.tags, value);
	}

}
