package io.membership.gossip;

/**
 * Is told of changes of the membership. Called off the event loop, one call at a time, in
 * order per member. A call that takes long delays later calls, nothing else; when too
 * many wait, changes of one member that cancel each other out are merged.
 */
@FunctionalInterface
public interface EventDelegate {

	/**
	 * Something has changed about a member, which may be the local one.
	 * @param event what has changed
	 */
	void memberEvent(MemberEvent event);

}
