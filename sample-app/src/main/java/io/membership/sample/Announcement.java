package io.membership.sample;

/**
 * An announcement to all members, sent as JSON in the payload of a user event.
 *
 * @param from name of the sending member; unauthenticated
 * @param text the announcement
 */
record Announcement(String from, String text) {

	/** Name of the user event. */
	static final String EVENT = "announcement";

}
