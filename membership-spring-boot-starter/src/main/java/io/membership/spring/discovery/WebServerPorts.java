package io.membership.spring.discovery;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Sets the actual ports of the web servers in the application's service; they differ from
 * the configured ones if those are 0.
 */
public final class WebServerPorts implements ApplicationListener<WebServerInitializedEvent> {

	private static final String MANAGEMENT = "management";

	private final ApplicationService service;

	/**
	 * Creates the listener.
	 * @param service the service
	 */
	public WebServerPorts(ApplicationService service) {
		this.service = service;
	}

	/**
	 * Handles the start of a web server; a separate server for the actuator does not
	 * count as the service's.
	 */
	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		int port = event.getWebServer().getPort();
		if (WebServerApplicationContext.hasServerNamespace(event.getApplicationContext(), MANAGEMENT)) {
			this.service.managementPort(port);
		}
		else {
			this.service.serverPort(port);
		}
	}

}
