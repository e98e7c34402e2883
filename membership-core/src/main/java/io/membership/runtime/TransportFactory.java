package io.membership.runtime;

import java.io.IOException;

/** Creates bound transports, one for each member. Thread-safe. */
public interface TransportFactory {

	/**
	 * Binds UDP and TCP to the same address and port.
	 * @param options the address to bind, and limits
	 * @return a bound transport, not started yet
	 * @throws IOException if the address or port cannot be bound; the message names both
	 */
	Transport bind(TransportOptions options) throws IOException;

}
