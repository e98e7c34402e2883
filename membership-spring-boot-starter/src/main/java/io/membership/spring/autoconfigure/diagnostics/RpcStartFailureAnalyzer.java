package io.membership.spring.autoconfigure.diagnostics;

import io.membership.spring.agent.RpcStartException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports the remedy if the RPC server's address or port cannot be bound. */
final class RpcStartFailureAnalyzer extends AbstractFailureAnalyzer<RpcStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RpcStartException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Stop the process that uses the port, which may be a Serf agent of this machine, or set "
						+ "membership.rpc.address to another address and port.",
				cause);
	}

}
