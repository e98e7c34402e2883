package io.membership.gossip;

import org.jspecify.annotations.Nullable;

/**
 * A message to gossip to the cluster.
 *
 * @param message the bytes; must fit into one packet with its overhead
 * @param name a newer broadcast replaces a queued one of the same name; {@code null} for
 * one that replaces nothing and is replaced by nothing
 * @param finished called off the event loop when the broadcast has been transmitted often
 * enough, was replaced or was dropped; {@code null} for no call
 */
public record Broadcast(byte[] message, @Nullable String name, @Nullable Runnable finished) {

	/**
	 * Creates a broadcast that replaces nothing and is replaced by nothing.
	 * @param message the bytes
	 * @return the broadcast
	 */
	public static Broadcast unique(byte[] message) {
		return new Broadcast(message, null, null);
	}

	/**
	 * Creates a broadcast that replaces a queued one of the same name.
	 * @param name the name
	 * @param message the bytes
	 * @return the broadcast
	 */
	public static Broadcast named(String name, byte[] message) {
		return new Broadcast(message, name, null);
	}

}
