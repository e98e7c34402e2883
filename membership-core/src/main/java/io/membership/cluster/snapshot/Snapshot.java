package io.membership.cluster.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A member's view of the cluster that survives a restart, in the terms of Serf's snapshot
 * file. Immutable.
 *
 * @param alive the members that were alive, with their addresses as {@code host:port}, in
 * the order in which they appeared; names are untrusted text
 * @param clock the latest Lamport time of the membership, unsigned; 0 if there is none
 * @param eventClock the time of the latest delivered user event, unsigned
 * @param queryClock the time of the latest delivered query, unsigned
 * @param left whether the member has left and has not joined again since
 */
public record Snapshot(Map<String, String> alive, long clock, long eventClock, long queryClock, boolean left) {

	static final String ALIVE = "alive: ";

	static final String NOT_ALIVE = "not-alive: ";

	static final String CLOCK = "clock: ";

	static final String EVENT_CLOCK = "event-clock: ";

	static final String QUERY_CLOCK = "query-clock: ";

	static final String LEAVE = "leave";

	/** The snapshot of a member without an earlier run. */
	public static final Snapshot EMPTY = new Snapshot(Map.of(), 0, 0, 0, false);

	/** Copies the members. */
	public Snapshot {
		alive = Collections.unmodifiableMap(new LinkedHashMap<>(alive));
	}

	/**
	 * Encodes the snapshot as the shortest equivalent file.
	 * @return the content of the file
	 */
	byte[] render() {
		StringBuilder text = new StringBuilder();
		this.alive.forEach((name, address) -> aliveLine(text, name, address));
		clockLine(text, CLOCK, this.clock);
		clockLine(text, EVENT_CLOCK, this.eventClock);
		clockLine(text, QUERY_CLOCK, this.queryClock);
		if (this.left) {
			text.append(LEAVE).append('\n');
		}
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	static void aliveLine(StringBuilder text, String name, String address) {
		text.append(ALIVE).append(name).append(' ').append(address).append('\n');
	}

	static void notAliveLine(StringBuilder text, String name) {
		text.append(NOT_ALIVE).append(name).append('\n');
	}

	static void clockLine(StringBuilder text, String which, long time) {
		text.append(which).append(Long.toUnsignedString(time)).append('\n');
	}

}
