package io.membership.cluster;

/**
 * What a listener is told of a member instead of several events: the way from what it
 * knew to what is true now. A full mailbox and the coalescing of events follow the same
 * rules.
 */
final class NetEffect {

	private NetEffect() {
	}

	/**
	 * Whether a listener knew a member as present when a series of events began.
	 * @param first type of the first event of the series
	 * @return whether it knew the member as present
	 */
	static boolean wasPresent(MemberEventType first) {
		return first != MemberEventType.JOIN && first != MemberEventType.REAP;
	}

	/**
	 * Returns the type of the one event that stands for a series.
	 * @param wasPresent whether the listener knew the member as present before
	 * @param last type of the last event of the series
	 * @return the type: a member that is present has joined or was updated, one that is
	 * gone is told as it went
	 */
	static MemberEventType of(boolean wasPresent, MemberEventType last) {
		return switch (last) {
			case JOIN, UPDATE -> wasPresent ? MemberEventType.UPDATE : MemberEventType.JOIN;
			case LEAVE, FAILED, REAP -> last;
		};
	}

}
