package io.membership.spring.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the application's registration. Immutable.
 *
 * @param name name of the service, by which other applications call it
 * @param id identifies it among all instances; {@code null} for an id derived from name,
 * port and node
 * @param node name of the member that runs it
 * @param address host name or IP address; empty for that of the member
 * @param port its port; 0 for that of the web server
 * @param secure whether callers must use HTTPS
 * @param tags words that distinguish instances
 * @param metadata further attributes by name
 * @param followReadiness whether it is critical while the application does not accept
 * traffic; otherwise it is passing from the start
 * @param deregisterDelay how long the shutdown waits after the deregistration, so that
 * callers are notified before the web server stops
 */
public record RegistrationSettings(String name, @Nullable String id, String node, String address, int port,
		boolean secure, List<String> tags, Map<String, String> metadata, boolean followReadiness,
		Duration deregisterDelay) {

	/** Copies tags and metadata. */
	public RegistrationSettings {
		tags = List.copyOf(tags);
		metadata = Map.copyOf(metadata);
	}

}
