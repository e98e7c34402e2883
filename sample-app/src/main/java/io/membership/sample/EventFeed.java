package io.membership.sample;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.springframework.stereotype.Component;

/** Keeps the latest events for the page. Thread-safe. */
@Component
class EventFeed {

	static final int KEPT = 100;

	static final int MAX_TEXT_LENGTH = 500;

	private final Deque<Entry> entries = new ArrayDeque<>();

	private long count;

	/**
	 * An event as the page shows it.
	 *
	 * @param number increases, so that the page can detect new events
	 * @param time when this member received it
	 * @param kind the kind of event
	 * @param member name of the member that it is about, untrusted text
	 * @param text details, untrusted text
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
	 * Returns the latest events.
	 * @return a copy, newest first
	 */
	synchronized List<Entry> latest() {
		return new ArrayList<>(this.entries);
	}

}
