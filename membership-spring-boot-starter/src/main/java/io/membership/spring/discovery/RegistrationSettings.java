package io.membership.spring.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How the application registers itself. Immutable.
 *
 * @param name name of the service, by which others call it
 * @param id identifies it among all instances; {@code null} for one that is made of name,
 * port and node
 * @param node name of the member that runs it
 * @param address host name or IP address; empty for that of the member
 * @param port its port; 0 for that of the web server
 * @param secure whether it is to be called by HTTPS
 * @param tags words that tell instances apart
 * @param metadata more about it
 * @param followReadiness whether it is critical as long as the application does not
 * accept traffic; otherwise it is passing from the start
 * @param deregisterDelay how long the shutdown waits after it has deregistered, so that
 * the others know before the web server stops
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
