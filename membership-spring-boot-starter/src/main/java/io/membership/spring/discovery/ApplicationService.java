package io.membership.spring.discovery;

import java.util.Map;
import java.util.TreeMap;

import io.membership.catalog.HealthStatus;
import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceRegistration;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;

/**
 * This application as a service: what is configured, and what is known only once it runs,
 * that is its ports and whether it is ready. Thread-safe.
 */
public final class ApplicationService implements ApplicationListener<AvailabilityChangeEvent<?>> {

	/** Metadata: port of the actuator, where that has one of its own. */
	public static final String MANAGEMENT_PORT = "management.port";

	/** Metadata: {@code true} where the service is to be called by HTTPS. */
	public static final String SECURE = "secure";

	private final RegistrationSettings settings;

	private volatile int serverPort;

	private volatile int managementPort;

	private volatile boolean ready;

	private volatile Runnable healthListener = () -> {
	};

	/**
	 * Creates the service.
	 * @param settings what is configured
	 */
	public ApplicationService(RegistrationSettings settings) {
		this.settings = settings;
	}

	/**
	 * Whether there is something that others could call.
	 * @return whether the port is known
	 */
	public boolean hasPort() {
		return port() > 0;
	}

	/**
	 * The port that others call: what is configured, or that of the web server.
	 * @return the port, or 0 as long as it is not known
	 */
	public int port() {
		return (this.settings.port() > 0) ? this.settings.port() : this.serverPort;
	}

	/**
	 * Identifies the service among all instances.
	 * @return what is configured, or {@code <name>-<port>-<node>}
	 */
	public String id() {
		String configured = this.settings.id();
		return (configured != null) ? configured : this.settings.name() + "-" + port() + "-" + this.settings.node();
	}

	/**
	 * How healthy the application says it is.
	 * @return passing if it accepts traffic, or if readiness does not matter
	 */
	public HealthStatus health() {
		return (this.ready || !this.settings.followReadiness()) ? HealthStatus.PASSING : HealthStatus.CRITICAL;
	}

	/**
	 * What is to be registered.
	 * @return the registration as things stand
	 */
	public ServiceRegistration registration() {
		ServiceDefinition service = new ServiceDefinition(id(), this.settings.name(), this.settings.address(), port(),
				this.settings.tags(), metadata());
		return ServiceRegistration.of(service).withHealth(health());
	}

	/**
	 * The settings.
	 * @return what is configured
	 */
	public RegistrationSettings settings() {
		return this.settings;
	}

	/** Follows the readiness of the application. */
	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<?> event) {
		if (event.getState() instanceof ReadinessState state) {
			this.ready = state == ReadinessState.ACCEPTING_TRAFFIC;
			this.healthListener.run();
		}
	}

	void serverPort(int port) {
		this.serverPort = port;
	}

	void managementPort(int port) {
		this.managementPort = port;
	}

	void healthListener(Runnable listener) {
		this.healthListener = listener;
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

}
