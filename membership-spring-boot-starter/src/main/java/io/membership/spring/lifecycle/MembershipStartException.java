package io.membership.spring.lifecycle;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.membership.Addresses;
import io.membership.gossip.MemberlistConfig;

/** Thrown if the member cannot be started because its address or port cannot be bound. */
public final class MembershipStartException extends RuntimeException {

	private final String address;

	private final int port;

	/**
	 * Creates the exception.
	 * @param config the member's settings
	 * @param cause the error of the operating system
	 */
	public MembershipStartException(MemberlistConfig config, IOException cause) {
		super("The cluster member cannot bind UDP and TCP to "
				+ Addresses.format(new InetSocketAddress(config.network().bindAddress(), config.network().bindPort()))
				+ ": " + cause.getMessage(), cause);
		this.address = config.network().bindAddress().getHostAddress();
		this.port = config.network().bindPort();
	}

	/**
	 * Returns the address to bind.
	 * @return a literal address
	 */
	public String address() {
		return this.address;
	}

	/**
	 * Returns the port to bind.
	 * @return the port; 0 for any free one
	 */
	public int port() {
		return this.port;
	}

}
