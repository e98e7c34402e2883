package io.membership.spring.agent;

import java.util.List;

import io.membership.agent.RpcServerConfig;
import io.membership.agent.handler.EventHandlerSettings;
import io.membership.agent.handler.EventHandlerSpec;
import org.jspecify.annotations.Nullable;

/**
 * What of an agent is wanted.
 *
 * @param rpc settings of the RPC server; {@code null} for none
 * @param handlers programs that are run on events
 * @param handling how they are run
 */
public record AgentSettings(@Nullable RpcServerConfig rpc, List<EventHandlerSpec> handlers,
		EventHandlerSettings handling) {

	/** Copies the list. */
	public AgentSettings {
		handlers = List.copyOf(handlers);
	}

}
