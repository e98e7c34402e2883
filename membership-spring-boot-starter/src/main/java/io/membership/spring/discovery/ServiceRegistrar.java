package io.membership.spring.discovery;

/**
 * Registers and deregisters this application.
 */
public interface ServiceRegistrar {

	/**
	 * Registers the application.
	 * @param service what to register; its port is known
	 */
	void register(ApplicationService service);

	/**
	 * Deregisters the application. Does not wait for anybody.
	 * @param service what was registered
	 */
	void deregister(ApplicationService service);

}
