package io.membership.gossip;

/**
 * Listens for changes of the membership. Called off the event loop, one call at a time,
 * in order per member. A slow call delays only later calls; when too many wait, the
 * changes of one member are merged into their net effect.
 */
@FunctionalInterface
public interface EventDelegate {

	/**
	 * Called when a member, which may be the local one, has changed.
	 * @param event the change
	 */
	void memberEvent(MemberEvent event);

}
