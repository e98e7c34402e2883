package io.membership.cluster.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replays a snapshot file line by line. A file may hold anything, after a full disk, a
 * crash between two bytes, or a write by another program: invalid lines are skipped and
 * counted, and a last line without its end is ignored, as it may be incomplete.
 * <p>
 * As in Serf, {@code leave} discards everything before it, unless the member should
 * rejoin after leaving; later lines count again. Unlike in Serf, a clock never goes back.
 */
final class SnapshotReader {

	/** Longer lines are skipped; names have at most 255 bytes. */
	private static final int MAX_LINE = 4096;

	private static final Pattern ADDRESS = Pattern.compile("(?:[0-9.]+|\\[[0-9a-fA-F:.]+\\]):([0-9]{1,5})");

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}");

	private final boolean rejoinAfterLeave;

	private final Map<String, String> alive = new LinkedHashMap<>();

	private long clock;

	private long eventClock;

	private long queryClock;

	private boolean left;

	private boolean torn;

	private int skipped;

	/**
	 * Creates a reader.
	 * @param rejoinAfterLeave whether entries before a {@code leave} are kept
	 */
	SnapshotReader(boolean rejoinAfterLeave) {
		this.rejoinAfterLeave = rejoinAfterLeave;
	}

	/**
	 * Replays a file.
	 * @param in the content
	 * @throws IOException if it cannot be read
	 */
	void read(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = in.read(); next >= 0; next = in.read()) {
			if (next == '\n') {
				replay(line.toByteArray());
				line.reset();
			}
			else if (line.size() <= MAX_LINE) {
				line.write(next);
			}
		}
		this.torn = line.size() > 0;
	}

	/**
	 * Returns the state that the file describes.
	 * @return the state after the last line
	 */
	Snapshot snapshot() {
		return new Snapshot(this.alive, this.clock, this.eventClock, this.queryClock, this.left);
	}

	/**
	 * Returns the number of invalid lines.
	 * @return the number
	 */
	int skipped() {
		return this.skipped;
	}

	/**
	 * Returns whether the last line has no end. Nothing may be appended to such a file.
	 * @return whether it is torn
	 */
	boolean isTorn() {
		return this.torn;
	}

	private void replay(byte[] bytes) {
		try {
			String line = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
			if (bytes.length > MAX_LINE || !replay(line)) {
				this.skipped++;
			}
		}
		catch (CharacterCodingException ex) {
			this.skipped++;
		}
	}

	/** Applies a line; returns whether it is valid. */
	private boolean replay(String line) {
		if (line.startsWith(Snapshot.ALIVE)) {
			return alive(line.substring(Snapshot.ALIVE.length()));
		}
		if (line.startsWith(Snapshot.NOT_ALIVE)) {
			this.alive.remove(line.substring(Snapshot.NOT_ALIVE.length()));
			return true;
		}
		if (line.equals(Snapshot.LEAVE)) {
			leave();
			return true;
		}
		// Older versions of Serf kept the coordinate here.
		return clock(line) || line.startsWith("#") || line.startsWith("coordinate: ");
	}

	private boolean clock(String line) {
		int colon = line.indexOf(':');
		String text = (colon > 0) ? line.substring(Math.min(colon + 2, line.length())) : "";
		if (!isTime(text)) {
			return false;
		}
		long time = Long.parseUnsignedLong(text);
		switch (line.substring(0, line.length() - text.length())) {
			case Snapshot.CLOCK -> this.clock = later(this.clock, time);
			case Snapshot.EVENT_CLOCK -> this.eventClock = later(this.eventClock, time);
			case Snapshot.QUERY_CLOCK -> this.queryClock = later(this.queryClock, time);
			default -> {
				return false;
			}
		}
		return true;
	}

	private boolean alive(String nameAndAddress) {
		int space = nameAndAddress.lastIndexOf(' ');
		if (space <= 0 || !isAddress(nameAndAddress.substring(space + 1))) {
			return false;
		}
		String name = nameAndAddress.substring(0, space);
		this.alive.remove(name);
		this.alive.put(name, nameAndAddress.substring(space + 1));
		this.left = false;
		return true;
	}

	private void leave() {
		this.left = true;
		if (!this.rejoinAfterLeave) {
			this.alive.clear();
			this.clock = 0;
			this.eventClock = 0;
			this.queryClock = 0;
		}
	}

	private static boolean isAddress(String text) {
		Matcher matcher = ADDRESS.matcher(text);
		if (!matcher.matches()) {
			return false;
		}
		int port = Integer.parseInt(matcher.group(1));
		return port > 0 && port <= 65535;
	}

	private static long later(long known, long time) {
		return (Long.compareUnsigned(time, known) > 0) ? time : known;
	}

	private static boolean isTime(String text) {
		// 20 digits may exceed 64 bits
		return NUMBER.matcher(text).matches() && (text.length() < 20 || text.compareTo("18446744073709551615") <= 0);
	}

}
