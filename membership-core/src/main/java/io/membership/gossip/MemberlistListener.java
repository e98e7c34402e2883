package io.membership.gossip;

/**
 * Listens to a {@link Memberlist}. Called off the event loop, one call at a time and in
 * order. A slow listener delays only itself. When its mailbox is full, messages are
 * dropped and changes of one member are merged into their net effect.
 */
public interface MemberlistListener {

	/**
	 * Called when a member, which may be the local one, has changed.
	 * @param event the change
	 */
	default void memberEvent(MemberEvent event) {
	}

	/**
	 * Called when a user message has arrived, as for {@link UserDelegate#message}.
	 * @param message the bytes, owned by the callee
	 */
	default void message(byte[] message) {
	}

}
