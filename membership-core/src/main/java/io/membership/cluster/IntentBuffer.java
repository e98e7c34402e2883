package io.membership.cluster;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The latest intent to join or to leave of each member that is not known yet: an intent
 * may overtake the news that the member exists. The newest Lamport time wins. Confined to
 * the event loop.
 * <p>
 * Nobody vouches for the names, so their number is bounded; the intent that came first
 * makes room.
 */
final class IntentBuffer {

	/** How many members' intents are kept. */
	static final int MAX_INTENTS = 8192;

	/** What a member intends. */
	enum Type {

		JOIN, LEAVE

	}

	/**
	 * An intent.
	 *
	 * @param type what is intended
	 * @param time its Lamport time, unsigned
	 * @param storedAt when it came, in nanoseconds of the event loop's clock
	 */
	record Intent(Type type, long time, long storedAt) {
	}

	/** By name, in the order in which the intents came. */
	private final Map<String, Intent> intents = new LinkedHashMap<>();

	/**
	 * Stores an intent unless one as new or newer is known.
	 * @param type what is intended
	 * @param node the member's name
	 * @param time the intent's Lamport time, unsigned
	 * @param now the event loop's time in nanoseconds
	 * @return whether it was stored, and so should be passed on
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
	 * The latest intent of a member.
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
	 * Forgets the intents that are older than a timeout.
	 * @param now the event loop's time in nanoseconds
	 * @param timeoutNanos the age that an intent may reach
	 * @return how many were forgotten
	 */
	int expire(long now, long timeoutNanos) {
		int before = this.intents.size();
		this.intents.values().removeIf((intent) -> now - intent.storedAt() > timeoutNanos);
		return before - this.intents.size();
	}

	/**
	 * How many members' intents are kept.
	 * @return the number
	 */
	int size() {
		return this.intents.size();
	}

}
