package io.membership.spring.discovery;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;

/**
 * Sets the actual ports of the web servers in the application's service; they differ from
 * the configured ones if those are 0. Follows the web servers of child contexts too,
 * whose events reach their parents.
 */
public final class WebServerPorts implements ApplicationListener<ApplicationEvent>, ApplicationContextAware, Ordered {

	private static final String MANAGEMENT = "management";

	private static final String SERVLET_CONTEXT = "servletContext";

	private static final Logger logger = LoggerFactory.getLogger(WebServerPorts.class);

	private final ApplicationService service;

	private @Nullable ApplicationContext context;

	private @Nullable ApplicationContext serving;

	/**
	 * Creates the listener.
	 * @param service the service
	 */
	public WebServerPorts(ApplicationService service) {
		this.service = service;
	}

	@Override
	public void setApplicationContext(ApplicationContext applicationContext) {
		this.context = applicationContext;
	}

	/**
	 * Handles the start of a web server and the close of its context. A separate server
	 * for the actuator does not count as the service's.
	 */
	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof WebServerInitializedEvent initialized) {
			started(initialized);
		}
		else if (event instanceof ContextClosedEvent closed) {
			closed(closed.getApplicationContext());
		}
		else if (event instanceof ContextRefreshedEvent refreshed
				&& refreshed.getApplicationContext() == this.context) {
			warnOfContainer(this.context);
		}
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	private synchronized void started(WebServerInitializedEvent event) {
		int port = event.getWebServer().getPort();
		if (WebServerApplicationContext.hasServerNamespace(event.getApplicationContext(), MANAGEMENT)) {
			this.service.managementPort(port);
			return;
		}
		if (this.serving != null && this.serving != event.getApplicationContext()) {
			logger.info("The application is registered with the port of its first web server; port {} of another one "
					+ "is not registered", port);
			return;
		}
		this.serving = event.getApplicationContext();
		this.service.serverStarted(port);
	}

	/** Leaves the close of the own context to the lifecycle, which deregisters first. */
	private synchronized void closed(ApplicationContext closed) {
		if (closed == this.serving && closed != this.context) {
			this.service.serverStopping();
			this.serving = null;
		}
	}

	private void warnOfContainer(ApplicationContext refreshed) {
		if (!this.service.hasPort() && !startsWebServer(refreshed) && runsInContainer(refreshed)) {
			logger.warn("Not registered as a service: the application runs in a servlet container, whose port is "
					+ "unknown to it. Set membership.services.registration.port to that port, or "
					+ "membership.services.registration.enabled=false.");
		}
	}

	/** An asynchronous multicaster may not have reported a running server yet. */
	private static boolean startsWebServer(ApplicationContext refreshed) {
		return refreshed instanceof WebServerApplicationContext web && web.getWebServer() != null;
	}

	/** Looks for the context by its name, because the servlet API may be absent. */
	private static boolean runsInContainer(ApplicationContext refreshed) {
		return refreshed.containsLocalBean(SERVLET_CONTEXT)
				&& !refreshed.getBean(SERVLET_CONTEXT).getClass().getName().startsWith("org.springframework.mock.");
	}

}
