package io.membership.sample;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * A text for all members, as it travels: four lines of UTF-8, of which the last may go
 * on. The number tells copies of one announcement from two that read the same.
 *
 * @param id what is the same in every copy
 * @param from name of the member that said it; nothing proves it
 * @param text what it said
 */
record Announcement(String id, String from, String text) {

	private static final String FORMAT = "announcement/1";

	/** Length of a UUID: what is longer was not made by {@link #of}. */
	private static final int MAX_ID_LENGTH = 36;

	static Announcement of(String from, String text) {
		return new Announcement(UUID.randomUUID().toString(), from, text);
	}

	byte[] encode() {
		return String.join("\n", FORMAT, this.id, this.from, this.text).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Reads an announcement.
	 * @param message any user message, as members that run something else may send others
	 * @return the announcement, or nothing if the message is none
	 */
	static Optional<Announcement> decode(String message) {
		String[] lines = message.split("\n", 4);
		if (lines.length < 4 || !lines[0].equals(FORMAT) || lines[1].isEmpty() || lines[1].length() > MAX_ID_LENGTH) {
			return Optional.empty();
		}
		return Optional.of(new Announcement(lines[1], lines[2], lines[3]));
	}

}
