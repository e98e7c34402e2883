package io.membership.agent;

import java.util.Map;

/**
 * What an {@link RpcServer} wants of the application that it is a part of.
 */
public interface RpcApplication {

	/** An application that does nothing after a leave and has no event handlers. */
	RpcApplication NONE = new RpcApplication() {
	};

	/**
	 * A client has made this member leave, it has left, and the client has been told. A
	 * Serf agent ends here. Called on a thread of its own, so it may end the application.
	 */
	default void left() {
	}

	/**
	 * The programs that are run on events, for the statistics.
	 * @return for each {@code TYPE:NAME} as {@link EventFilter#terms()} has it, what is
	 * run
	 */
	default Map<String, String> eventHandlers() {
		return Map.of();
	}

}
