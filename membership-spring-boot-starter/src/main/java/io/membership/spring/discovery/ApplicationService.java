package io.membership.spring.discovery;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.membership.catalog.HealthStatus;
import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceRegistration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;

/**
 * This application as a service: the configured settings, and the ports and readiness
 * that are known only at run time. Thread-safe.
 */
public final class ApplicationService implements ApplicationListener<AvailabilityChangeEvent<?>> {

	/** Metadata key: port of the actuator, if it differs from the service's. */
	public static final String MANAGEMENT_PORT = "management.port";

	/** Metadata key: {@code true} if callers must use HTTPS. */
	public static final String SECURE = "secure";

	private final RegistrationSettings settings;

	private volatile int serverPort;

	private volatile int managementPort;

	private volatile boolean ready;

	private volatile @Nullable Listener listener;

	/**
	 * Creates the service.
	 * @param settings the configured settings
	 */
	public ApplicationService(RegistrationSettings settings) {
		this.settings = settings;
	}

	/**
	 * Returns whether there is a port to call.
	 * @return whether the port is known
	 */
	public boolean hasPort() {
		return port() > 0;
	}

	/**
	 * Returns the port for callers: the configured one, or that of the web server.
	 * @return the port, or 0 as long as it is not known
	 */
	public int port() {
		return (this.settings.port() > 0) ? this.settings.port() : this.serverPort;
	}

	/**
	 * Returns the id, which is unique among all instances.
	 * @return the configured one, or {@code <name>-<port>-<node>}
	 */
	public String id() {
		String configured = this.settings.id();
		return (configured != null) ? configured : this.settings.name() + "-" + port() + "-" + this.settings.node();
	}

	/**
	 * Returns the health of the application.
	 * @return passing if it accepts traffic, or if readiness is ignored
	 */
	public HealthStatus health() {
		return (this.ready || !this.settings.followReadiness()) ? HealthStatus.PASSING : HealthStatus.CRITICAL;
	}

	/**
	 * Returns the registration of the service.
	 * @return the current registration
	 */
	public ServiceRegistration registration() {
		ServiceDefinition service = new ServiceDefinition(id(), this.settings.name(), this.settings.address(), port(),
				this.settings.tags(), metadata());
		return ServiceRegistration.of(service).withHealth(health());
	}

	/**
	 * Returns the configured settings.
	 * @return the settings
	 */
	public RegistrationSettings settings() {
		return this.settings;
	}

	/** Tracks the readiness of the application. */
	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<?> event) {
		if (event.getState() instanceof ReadinessState state) {
			this.ready = state == ReadinessState.ACCEPTING_TRAFFIC;
			notify(Listener::healthChanged);
		}
	}

	/** Sets the port of a web server that has started. */
	void serverStarted(int port) {
		this.serverPort = port;
		notify(Listener::portKnown);
	}

	/**
	 * Forgets the port of the web server, which is about to stop. The listener still sees
	 * the port, unlike later callers.
	 */
	void serverStopping() {
		if (this.settings.port() == 0) {
			notify(Listener::portLost);
		}
		this.serverPort = 0;
	}

	void managementPort(int port) {
		this.managementPort = port;
	}

	void listener(Listener listener) {
		this.listener = listener;
	}

	private void notify(Consumer<Listener> call) {
		Listener current = this.listener;
		if (current != null) {
			call.accept(current);
		}
	}

	private Map<String, String> metadata() {
		Map<String, String> metadata = new TreeMap<>();
		if (this.managementPort > 0) {
			metadata.put(MANAGEMENT_PORT, Integer.toString(this.managementPort));
		}
		if (this.settings.secure()) {
			metadata.put(SECURE, "true");
		}
		metadata.putAll(this.settings.metadata());
		return metadata;
	}

	/** Reacts to changes; called by the threads that publish application events. */
	interface Listener {

		void portKnown();

		void portLost();

		void healthChanged();

	}

}
