package io.membership.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The waiting events of a {@link Mailbox}, bounded by its {@link Mailbox.Limits} and
 * merged by its {@link Mailbox.Rule} while it is full. Not thread-safe.
 *
 * @param <E> type of the events
 */
final class MergingQueue<E> {

	/** One waiting event, or several that were merged. */
	private static final class Slot<E> {

		private final @Nullable Object key;

		private final long bytes;

		private final E first;

		private E event;

		private Slot(@Nullable Object key, E event, long bytes) {
			this.key = key;
			this.bytes = bytes;
			this.first = event;
			this.event = event;
		}

	}

	private final Mailbox.Limits limits;

	private final Mailbox.Rule<E> rule;

	private final MailboxFigures figures;

	/** All waiting events, in order. */
	private final Set<Slot<E>> queue = new LinkedHashSet<>();

	/** The waiting events of each key, oldest first. */
	private final Map<Object, Deque<Slot<E>>> byKey = new HashMap<>();

	private long bytes;

	/**
	 * Creates an empty queue.
	 * @param limits limits for waiting events
	 * @param rule merges or drops events when the queue is full
	 * @param figures counts waiting and merged events
	 */
	MergingQueue(Mailbox.Limits limits, Mailbox.Rule<E> rule, MailboxFigures figures) {
		this.limits = limits;
		this.rule = rule;
		this.figures = figures;
	}

	/**
	 * Adds an event, or merges it with others of its key if the queue is full.
	 * @param event the event
	 * @return how many events had to be dropped
	 */
	int add(E event) {
		if (hasRoom(event)) {
			add(event, this.rule.key(event));
			return 0;
		}
		int dropped = 0;
		for (E part : this.rule.parts(event)) {
			dropped += overflow(part) ? 0 : 1;
		}
		return dropped;
	}

	/** Removes the oldest event; {@code null} if there is none. */
	@Nullable E poll() {
		if (this.queue.isEmpty()) {
			return null;
		}
		Slot<E> oldest = this.queue.iterator().next();
		remove(oldest);
		return oldest.event;
	}

	boolean isEmpty() {
		return this.queue.isEmpty();
	}

	/** Returns the number of events; merged ones count once. */
	int size() {
		return this.queue.size();
	}

	void clear() {
		this.figures.waiting(-this.queue.size());
		this.queue.clear();
		this.byKey.clear();
		this.bytes = 0;
	}

	private boolean hasRoom(E event) {
		return this.queue.size() < this.limits.events() && this.bytes + this.rule.bytes(event) <= this.limits.bytes();
	}

	/**
	 * Applies the rule to an event that finds the mailbox full. Returns whether it was
	 * accepted.
	 */
	private boolean overflow(E event) {
		Object key = this.rule.key(event);
		if (key == null) {
			return false;
		}
		Deque<Slot<E>> waiting = this.byKey.get(key);
		if (waiting == null) {
			add(event, key);
			return true;
		}
		this.figures.merged(waiting.size());
		while (waiting.size() > 1) {
			remove(waiting.getLast());
		}
		Slot<E> oldest = waiting.getFirst();
		E merged = this.rule.merge(oldest.first, event);
		if (merged == null) {
			this.figures.merged(1);
			remove(oldest);
			return true;
		}
		if (this.rule.isFinal(merged) && this.byKey.size() > this.limits.events()) {
			remove(oldest);
			return false;
		}
		oldest.event = merged;
		return true;
	}

	private void add(E event, @Nullable Object key) {
		Slot<E> slot = new Slot<>(key, event, this.rule.bytes(event));
		this.queue.add(slot);
		this.bytes += slot.bytes;
		this.figures.waiting(1);
		if (key != null) {
			this.byKey.computeIfAbsent(key, (added) -> new ArrayDeque<>(2)).add(slot);
		}
	}

	private void remove(Slot<E> slot) {
		this.queue.remove(slot);
		this.bytes -= slot.bytes;
		this.figures.waiting(-1);
		Deque<Slot<E>> ofKey = (slot.key != null) ? this.byKey.get(slot.key) : null;
		if (ofKey != null) {
			ofKey.remove(slot);
			if (ofKey.isEmpty()) {
				this.byKey.remove(slot.key);
			}
		}
	}

}
