package io.membership.spring.discovery;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Tells the application's service the ports that its web servers really listen at, which
 * differ from what is configured when that is 0.
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

	/** A server of its own for the actuator is not what others call. */
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
