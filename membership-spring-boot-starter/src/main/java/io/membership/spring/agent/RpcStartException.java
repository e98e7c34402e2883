package io.membership.spring.agent;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Thrown if the RPC server cannot be started because its address or port cannot be bound.
 */
public final class RpcStartException extends RuntimeException {

	/**
	 * Creates the exception.
	 * @param address the address to bind
	 * @param cause the error of the operating system
	 */
	public RpcStartException(InetSocketAddress address, IOException cause) {
		super("The RPC server for the serf tool cannot listen on " + address.getAddress().getHostAddress() + " port "
				+ address.getPort() + ": " + cause.getMessage(), cause);
	}

}
