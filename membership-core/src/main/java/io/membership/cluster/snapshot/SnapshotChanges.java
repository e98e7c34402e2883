package io.membership.cluster.snapshot;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.membership.Addresses;

/**
 * Tracks the contents of a snapshot file, and the changes that the file does not contain
 * yet. Pure; confined to the event loop.
 * <p>
 * This is the queue between the member and a disk that may be slow. It holds no events,
 * only the names whose lines are out of date: all changes of a member between two writes
 * become one line, and nothing is lost however long a write takes. When very many names
 * are out of date, the whole file is rewritten instead.
 */
final class SnapshotChanges {

	/** Number of outdated names above which the file is rewritten. */
	static final int MAX_CHANGED = 2048;

	private final Map<String, String> alive;

	private final Set<String> changed = new LinkedHashSet<>();

	private long clock;

	private long eventClock;

	private long queryClock;

	private boolean clockChanged;

	private boolean eventClockChanged;

	private boolean queryClockChanged;

	private boolean left;

	private boolean leftChanged;

	private boolean rewrite;

	/**
	 * Starts with the current content of the file.
	 * @param initial the content
	 */
	SnapshotChanges(Snapshot initial) {
		this.alive = new LinkedHashMap<>(initial.alive());
		this.clock = initial.clock();
		this.eventClock = initial.eventClock();
		this.queryClock = initial.queryClock();
	}

	/**
	 * Records that a member is alive. Leaves out one whose name does not fit into a line.
	 * @param name its name
	 * @param address its address
	 */
	void alive(String name, InetSocketAddress address) {
		String text = Addresses.formatWithoutScope(address);
		if (this.left || !isWritable(name) || text.equals(this.alive.get(name))) {
			return;
		}
		this.alive.put(name, text);
		changed(name);
	}

	/**
	 * Records that a member has left or failed.
	 * @param name its name
	 */
	void gone(String name) {
		if (!this.left && this.alive.remove(name) != null) {
			changed(name);
		}
	}

	/**
	 * Forgets members of an earlier run that the cluster does not know any more.
	 * @param known names of all known members, including those that are gone
	 */
	void retain(Set<String> known) {
		List.copyOf(this.alive.keySet()).stream().filter((name) -> !known.contains(name)).forEach(this::gone);
	}

	private void changed(String name) {
		this.changed.remove(name);
		this.changed.add(name);
		if (this.changed.size() > MAX_CHANGED) {
			this.rewrite = true;
		}
	}

	/**
	 * Records that the membership's clock has reached a time.
	 * @param time the time, unsigned; one that is not later has no effect
	 */
	void clock(long time) {
		if (!this.left && Long.compareUnsigned(time, this.clock) > 0) {
			this.clock = time;
			this.clockChanged = true;
		}
	}

	/**
	 * Records that a user event was delivered.
	 * @param time its Lamport time, unsigned; one that is not later has no effect
	 */
	void eventClock(long time) {
		if (!this.left && Long.compareUnsigned(time, this.eventClock) > 0) {
			this.eventClock = time;
			this.eventClockChanged = true;
		}
	}

	/**
	 * Records that a query was delivered.
	 * @param time its Lamport time, unsigned; one that is not later has no effect
	 */
	void queryClock(long time) {
		if (!this.left && Long.compareUnsigned(time, this.queryClock) > 0) {
			this.queryClock = time;
			this.queryClockChanged = true;
		}
	}

	/**
	 * Records that the member leaves; records nothing after that. In particular, no clock
	 * follows the {@code leave}: in Serf one does, and so survives it.
	 * @param keep whether to keep the recorded members, for a rejoin
	 */
	void leave(boolean keep) {
		if (this.left) {
			return;
		}
		this.left = true;
		this.leftChanged = true;
		if (!keep) {
			this.alive.clear();
			this.clock = 0;
			this.eventClock = 0;
			this.queryClock = 0;
			clearChanges();
			this.leftChanged = true;
		}
	}

	/**
	 * Returns whether the file contains all changes.
	 * @return whether there is nothing to write
	 */
	boolean isEmpty() {
		return this.changed.isEmpty() && !this.clockChanged && !this.eventClockChanged && !this.queryClockChanged
				&& !this.leftChanged;
	}

	/**
	 * Returns whether the file should be rewritten rather than appended to.
	 * @return whether too much has changed
	 */
	boolean wantsRewrite() {
		return this.rewrite;
	}

	/**
	 * Returns the number of members that are alive.
	 * @return the number
	 */
	int aliveMembers() {
		return this.alive.size();
	}

	/**
	 * Returns the whole state, for a new file.
	 * @return the state
	 */
	Snapshot whole() {
		return new Snapshot(this.alive, this.clock, this.eventClock, this.queryClock, this.left);
	}

	/**
	 * Returns the changes as lines to append. From now on the file is assumed to contain
	 * them.
	 * @return whole lines
	 */
	byte[] takeLines() {
		StringBuilder text = new StringBuilder();
		for (String name : this.changed) {
			String address = this.alive.get(name);
			if (address != null) {
				Snapshot.aliveLine(text, name, address);
			}
			else {
				Snapshot.notAliveLine(text, name);
			}
		}
		if (this.clockChanged) {
			Snapshot.clockLine(text, Snapshot.CLOCK, this.clock);
		}
		if (this.eventClockChanged) {
			Snapshot.clockLine(text, Snapshot.EVENT_CLOCK, this.eventClock);
		}
		if (this.queryClockChanged) {
			Snapshot.clockLine(text, Snapshot.QUERY_CLOCK, this.queryClock);
		}
		if (this.leftChanged) {
			text.append(Snapshot.LEAVE).append('\n');
		}
		clearChanges();
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private void clearChanges() {
		this.changed.clear();
		this.clockChanged = false;
		this.eventClockChanged = false;
		this.queryClockChanged = false;
		this.leftChanged = false;
		this.rewrite = false;
	}

	/**
	 * Returns whether a text fits into one line: a line feed would begin another, forged
	 * line.
	 */
	private static boolean isWritable(String name) {
		return !name.isEmpty() && name.indexOf('\n') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(name);
	}

}
