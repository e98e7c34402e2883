package io.membership.spring.discovery;

/**
 * Registers and deregisters this application.
 */
public interface ServiceRegistrar {

	/**
	 * Registers the application.
	 * @param service the service; its port is known
	 */
	void register(ApplicationService service);

	/**
	 * Deregisters the application. Does not wait for other members.
	 * @param service the registered service
	 */
	void deregister(ApplicationService service);

}
