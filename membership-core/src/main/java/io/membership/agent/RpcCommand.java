package io.membership.agent;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Commands of the RPC protocol. The command alone decides whether a body follows the
 * header, so the server can skip the body of a refused command.
 */
enum RpcCommand {

	HANDSHAKE(true), AUTH(true), EVENT(true), FORCE_LEAVE(true), JOIN(true), MEMBERS(false), MEMBERS_FILTERED(true),
	STREAM(true), MONITOR(true), STOP(true), LEAVE(false), QUERY(true), RESPOND(true), INSTALL_KEY(true), USE_KEY(true),
	REMOVE_KEY(true), LIST_KEYS(false), TAGS(true), STATS(false), GET_COORDINATE(true);

	private static final Map<String, RpcCommand> BY_NAME = new HashMap<>();

	static {
		for (RpcCommand command : values()) {
			BY_NAME.put(command.name().toLowerCase(Locale.ROOT).replace('_', '-'), command);
		}
	}

	private final boolean hasBody;

	RpcCommand(boolean hasBody) {
		this.hasBody = hasBody;
	}

	/** Returns whether the server logs requests for this command. */
	boolean isChange() {
		return switch (this) {
			case FORCE_LEAVE, JOIN, LEAVE, INSTALL_KEY, USE_KEY, REMOVE_KEY, TAGS -> true;
			default -> false;
		};
	}

	/** Returns whether the response carries a body. */
	boolean isLook() {
		return switch (this) {
			case MEMBERS, MEMBERS_FILTERED, STATS, GET_COORDINATE -> true;
			default -> false;
		};
	}

	boolean hasBody() {
		return this.hasBody;
	}

	static @Nullable RpcCommand of(String name) {
		return BY_NAME.get(name);
	}

}
