package io.membership.sample;

/**
 * A text for all members, as it travels: in JSON, as the payload of a user event.
 *
 * @param from name of the member that said it; nothing proves it
 * @param text what it said
 */
record Announcement(String from, String text) {

	/** Name of the user event that carries it. */
	static final String EVENT = "announcement";

}
