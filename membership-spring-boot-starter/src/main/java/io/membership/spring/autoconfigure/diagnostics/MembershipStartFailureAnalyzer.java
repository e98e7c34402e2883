package io.membership.spring.autoconfigure.diagnostics;

import java.util.Locale;

import io.membership.spring.lifecycle.MembershipStartException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports the remedy if the address or port cannot be bound. */
final class MembershipStartFailureAnalyzer extends AbstractFailureAnalyzer<MembershipStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MembershipStartException cause) {
		return new FailureAnalysis(cause.getMessage(), action(cause), cause);
	}

	private static String action(MembershipStartException cause) {
		String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
		if (reason.contains("cannot assign") || reason.contains("can't assign")) {
			return "Set membership.bind-address to an address of this machine. If other members reach it by a different "
					+ "address, set that one as membership.advertise-address.";
		}
		if (reason.contains("in use")) {
			return "Stop the process that uses port " + cause.port()
					+ ", or set membership.bind-port to another port; 0 picks a free one.";
		}
		return "Check membership.bind-address and membership.bind-port.";
	}

}
