package io.membership.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Delivers, of the user events of one name within a window, only those of the latest
 * Lamport time. Only for events whose sender allows it. A flush is in the order of the
 * Lamport times; Serf's is random. Pure and not thread-safe, like
 * {@link MemberEventCoalescer}.
 *
 * @param <E> the events
 */
final class UserEventCoalescer<E> {

	/** Number of held events from which a flush is due at once. */
	static final int MAX_HELD = 4096;

	private record Latest<E>(long time, List<E> events) {
	}

	private final CoalesceWindow window;

	private final Map<String, Latest<E>> latest = new LinkedHashMap<>();

	private int held;

	/**
	 * Creates a coalescer.
	 * @param periodNanos longest delay of an event
	 * @param quiescentNanos length of a pause that ends the window earlier
	 */
	UserEventCoalescer(long periodNanos, long quiescentNanos) {
		this.window = new CoalesceWindow(periodNanos, quiescentNanos);
	}

	/**
	 * Collects an event.
	 * @param name its name
	 * @param time its Lamport time, unsigned
	 * @param event the event
	 * @param now the time in nanoseconds
	 */
	void add(String name, long time, E event, long now) {
		this.window.event(now);
		Latest<E> known = this.latest.get(name);
		int order = (known != null) ? Long.compareUnsigned(time, known.time()) : 1;
		if (order < 0) {
			return;
		}
		if (known == null || order > 0) {
			this.held -= (known != null) ? known.events().size() : 0;
			known = new Latest<>(time, new ArrayList<>(1));
			this.latest.put(name, known);
		}
		known.events().add(event);
		this.held++;
	}

	/**
	 * Returns whether events wait to be flushed.
	 * @return whether there are such events
	 */
	boolean isWaiting() {
		return this.window.isOpen();
	}

	/**
	 * Returns the time until the next flush; call only if events wait.
	 * @param now the time in nanoseconds
	 * @return nanoseconds; zero or negative if a flush is due
	 */
	long remaining(long now) {
		return (this.held >= MAX_HELD) ? 0 : this.window.remaining(now);
	}

	/**
	 * Ends the window, even if its time is not over.
	 * @return the events to deliver, in the order of their Lamport times
	 */
	List<E> flush() {
		List<Latest<E>> ordered = new ArrayList<>(this.latest.values());
		ordered.sort(Comparator.comparing(Latest::time, Long::compareUnsigned));
		this.latest.clear();
		this.held = 0;
		this.window.close();
		List<E> flushed = new ArrayList<>();
		ordered.forEach((each) -> flushed.addAll(each.events()));
		return flushed;
	}

}
