package io.membership.agent;

import java.util.Map;

/** Callbacks of an {@link RpcServer} into the application that contains it. */
public interface RpcApplication {

	/** Does nothing after a leave and has no event handlers. */
	RpcApplication NONE = new RpcApplication() {
	};

	/**
	 * Called after a client has made this member leave and has received the reply. A Serf
	 * agent ends here. Called on a separate thread, so it may close the application.
	 */
	default void left() {
	}

	/**
	 * Returns the event handlers, for the statistics.
	 * @return the script for each {@code TYPE:NAME} of {@link EventFilter#terms()}
	 */
	default Map<String, String> eventHandlers() {
		return Map.of();
	}

}
