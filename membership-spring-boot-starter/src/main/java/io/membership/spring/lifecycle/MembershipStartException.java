package io.membership.spring.lifecycle;

import java.io.IOException;

import io.membership.gossip.MemberlistConfig;

/** The member could not be started because its address or port could not be bound. */
public final class MembershipStartException extends RuntimeException {

	private final String address;

	private final int port;

	/**
	 * Creates the exception.
	 * @param config the member's settings
	 * @param cause what the operating system says
	 */
	public MembershipStartException(MemberlistConfig config, IOException cause) {
		super("The cluster member cannot bind UDP and TCP to " + config.network().bindAddress().getHostAddress()
				+ " port " + config.network().bindPort() + ": " + cause.getMessage(), cause);
		this.address = config.network().bindAddress().getHostAddress();
		this.port = config.network().bindPort();
	}

	/**
	 * The address to bind.
	 * @return a literal address
	 */
	public String address() {
		return this.address;
	}

	/**
	 * The port to bind.
	 * @return the port; 0 if any would have done
	 */
	public int port() {
		return this.port;
	}

}
