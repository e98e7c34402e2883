package io.membership.spring.agent;

import java.util.List;

import io.membership.agent.RpcServerConfig;
import io.membership.agent.handler.EventHandlerSettings;
import io.membership.agent.handler.EventHandlerSpec;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the agent features.
 *
 * @param rpc settings of the RPC server; {@code null} for none
 * @param handlers programs to run on events
 * @param handling how to run them
 */
public record AgentSettings(@Nullable RpcServerConfig rpc, List<EventHandlerSpec> handlers,
		EventHandlerSettings handling) {

	/** Copies the list. */
	public AgentSettings {
		handlers = List.copyOf(handlers);
	}

}
