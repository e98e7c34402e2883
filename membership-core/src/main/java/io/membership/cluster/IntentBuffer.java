package io.membership.cluster;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest intent to join or to leave of each member that is not known yet: an
 * intent may arrive before the member itself is known. The newest Lamport time wins.
 * Confined to the event loop.
 * <p>
 * The names are unauthenticated, so their number is bounded; the oldest intent makes room
 * for a new one.
 */
final class IntentBuffer {

	/** Number of members whose intents are kept. */
	static final int MAX_INTENTS = 8192;

	/** The intention of a member. */
	enum Type {

		JOIN, LEAVE

	}

	/**
	 * An intent.
	 *
	 * @param type the intention
	 * @param time its Lamport time, unsigned
	 * @param storedAt arrival time, in nanoseconds of the event loop's clock
	 */
	record Intent(Type type, long time, long storedAt) {
	}

	/** Intents by member name, in the order of arrival. */
	private final Map<String, Intent> intents = new LinkedHashMap<>();

	/**
	 * Stores an intent unless one that is as new or newer is known.
	 * @param type the intention
	 * @param node the member's name
	 * @param time the intent's Lamport time, unsigned
	 * @param now the event loop's time in nanoseconds
	 * @return whether it was stored and should be passed on
	 */
	boolean store(Type type, String node, long time, long now) {
		Intent known = this.intents.get(node);
		if (known != null && Long.compareUnsigned(time, known.time()) <= 0) {
			return false;
		}
		this.intents.remove(node);
		if (this.intents.size() >= MAX_INTENTS) {
			Iterator<Intent> oldest = this.intents.values().iterator();
			oldest.next();
			oldest.remove();
		}
		this.intents.put(node, new Intent(type, time, now));
		return true;
	}

	/**
	 * Returns the latest intent of a member.
	 * @param node the member's name
	 * @return the intent, or {@code null} if none is known
	 */
	@Nullable Intent get(String node) {
		return this.intents.get(node);
	}

	/**
	 * Forgets the intent of a member.
	 * @param node the member's name
	 */
	void remove(String node) {
		this.intents.remove(node);
	}

	/**
	 * Forgets intents older than a time-out.
	 * @param now the event loop's time in nanoseconds
	 * @param timeoutNanos highest age of an intent
	 * @return the number of forgotten intents
	 */
	int expire(long now, long timeoutNanos) {
		int before = this.intents.size();
		this.intents.values().removeIf((intent) -> now - intent.storedAt() > timeoutNanos);
		return before - this.intents.size();
	}

	/**
	 * Returns the number of members whose intents are kept.
	 * @return the number
	 */
	int size() {
		return this.intents.size();
	}

}
