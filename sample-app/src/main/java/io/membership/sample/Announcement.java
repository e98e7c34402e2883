package io.membership.sample;

/**
 * A text for all members, as it travels: in JSON.
 *
 * @param from name of the member that said it; nothing proves it
 * @param text what it said
 */
record Announcement(String from, String text) {

}
