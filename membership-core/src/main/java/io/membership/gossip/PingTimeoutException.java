package io.membership.gossip;

import java.io.IOException;

import io.membership.SafeText;

/** Thrown when a member does not answer a ping in time. */
public class PingTimeoutException extends IOException {

	private static final long serialVersionUID = 1L;

	PingTimeoutException(String member) {
		super("No response from node " + SafeText.of(member));
	}

}
