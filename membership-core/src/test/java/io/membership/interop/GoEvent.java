package io.membership.interop;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** What a Go peer's delegates were told. */
sealed interface GoEvent {

	/** A member joined, left (or failed), or changed its metadata. */
	record Membership(Kind kind, GoNode node) implements GoEvent {
	}

	/**
	 * A user message, a reliable one or not, or a user broadcast; memberlist does not say
	 * which.
	 */
	record Message(byte[] payload) implements GoEvent {
	}

	/** User state that arrived with a push/pull. */
	record RemoteState(byte[] payload, boolean join) implements GoEvent {
	}

	/** A node claims a name from another address. */
	record Conflict(GoNode existing, GoNode other) implements GoEvent {
	}

	/** A probe was answered. */
	record PingComplete(GoNode node, Duration roundTrip, byte[] payload) implements GoEvent {
	}

	/**
	 * Kinds of membership events; a failure is a {@code LEAVE} of a node in state dead.
	 */
	enum Kind {

		JOIN, LEAVE, UPDATE

	}

	static GoEvent of(Map<String, @Nullable Object> line) {
		String kind = (String) Objects.requireNonNull(line.get("event"));
		return switch (kind) {
			case "join" -> new Membership(Kind.JOIN, GoNode.of(line.get("node")));
			case "leave" -> new Membership(Kind.LEAVE, GoNode.of(line.get("node")));
			case "update" -> new Membership(Kind.UPDATE, GoNode.of(line.get("node")));
			case "message" -> new Message(GoNode.bytes(line.get("payload")));
			case "remoteState" -> new RemoteState(GoNode.bytes(line.get("payload")), line.get("join") == Boolean.TRUE);
			case "conflict" -> new Conflict(GoNode.of(line.get("node")), GoNode.of(line.get("other")));
			case "ping" -> new PingComplete(GoNode.of(line.get("node")),
					Duration.ofNanos((Long) Objects.requireNonNull(line.get("rttNanos"))),
					GoNode.bytes(line.get("payload")));
			default -> throw new IllegalArgumentException("unknown event " + kind);
		};
	}

}
