package io.membership.spring.agent;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The RPC server could not be started because its address or port could not be bound. */
public final class RpcStartException extends RuntimeException {

	/**
	 * Creates the exception.
	 * @param address the address to bind
	 * @param cause what the operating system says
	 */
	public RpcStartException(InetSocketAddress address, IOException cause) {
		super("The RPC server for the serf tool cannot listen on " + address.getAddress().getHostAddress() + " port "
				+ address.getPort() + ": " + cause.getMessage(), cause);
	}

}
