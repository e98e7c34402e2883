package io.membership.cluster;

/**
 * Computes the net effect of a series of events: what a listener receives instead of
 * them, from its last known state to the current one. Both a full mailbox and the
 * coalescing of events follow these rules.
 */
final class NetEffect {

	private NetEffect() {
	}

	/**
	 * Returns whether a listener knew a member as present when a series of events began.
	 * @param first type of the first event of the series
	 * @return whether it knew the member as present
	 */
	static boolean wasPresent(MemberEventType first) {
		return first != MemberEventType.JOIN && first != MemberEventType.REAP;
	}

	/**
	 * Returns the type of the single event that replaces a series.
	 * @param wasPresent whether the listener knew the member as present before
	 * @param last type of the last event of the series
	 * @return the type: join or update for a member that is present, otherwise the type
	 * of the last event
	 */
	static MemberEventType of(boolean wasPresent, MemberEventType last) {
		return switch (last) {
			case JOIN, UPDATE -> wasPresent ? MemberEventType.UPDATE : MemberEventType.JOIN;
			case LEAVE, FAILED, REAP -> last;
		};
	}

}
