package io.membership.spring.lifecycle;

import java.time.Duration;
import java.util.List;

/**
 * Thrown if the start must not go on alone, or was interrupted while it waited to join.
 */
public final class MembershipJoinException extends RuntimeException {

	private final String action;

	private MembershipJoinException(String message, String action) {
		super(message);
		this.action = action;
	}

	/** Creates the exception for a start that reached no other member. */
	static MembershipJoinException alone(Duration waited, List<String> seeds) {
		return new MembershipJoinException(
				"No other member was reached within membership.wait-for-join=" + waited
						+ ", and membership.fail-fast is true. Seeds: " + seeds + ".",
				"Check that a seed of membership.join runs and that its port is reachable by UDP and TCP, or set "
						+ "membership.fail-fast=false to go on alone.");
	}

	/** Creates the exception for an application that stops while it waits. */
	static MembershipJoinException interrupted() {
		return new MembershipJoinException("The application was stopped while it waited to join the cluster.",
				"Nothing is wrong with the application. Lower membership.wait-for-join to wait less.");
	}

	/**
	 * Returns what to do.
	 * @return a sentence for the user
	 */
	public String action() {
		return this.action;
	}

}
