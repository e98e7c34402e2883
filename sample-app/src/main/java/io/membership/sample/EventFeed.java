package io.membership.sample;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.springframework.stereotype.Component;

/** The latest events, for the page. Thread-safe. */
@Component
class EventFeed {

	static final int KEPT = 100;

	static final int MAX_TEXT_LENGTH = 500;

	private final Deque<Entry> entries = new ArrayDeque<>();

	private long count;

	/**
	 * An event as the page shows it.
	 *
	 * @param number counts up, so that the page can tell new ones
	 * @param time when it was seen here
	 * @param kind what has happened
	 * @param member name of the member that it is about, untrusted text
	 * @param text more about it, untrusted text
	 */
	record Entry(long number, Instant time, String kind, String member, String text) {

	}

	synchronized void add(String kind, String member, String text) {
		this.count++;
		String shortened = (text.length() > MAX_TEXT_LENGTH) ? text.substring(0, MAX_TEXT_LENGTH) + "\u2026" : text;
		this.entries.addFirst(new Entry(this.count, Instant.now(), kind, member, shortened));
		if (this.entries.size() > KEPT) {
			this.entries.removeLast();
		}
	}

	/**
	 * The latest events.
	 * @return a copy, newest first
	 */
	synchronized List<Entry> latest() {
		return new ArrayList<>(this.entries);
	}

}
