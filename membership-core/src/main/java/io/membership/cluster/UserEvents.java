package io.membership.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import io.membership.wire.WireBytes;
import org.jspecify.annotations.Nullable;

/**
 * Handles user events: gossips them to all members, orders them by a Lamport clock, and
 * delivers each once as long as it is not older than the buffer. Confined to the event
 * loop.
 */
final class UserEvents {

	/** Identifies an event among those of the same time: name and payload. */
	private record Key(String name, ByteBuffer payload) {
	}

	private final ClusterContext context;

	private final Clocks clocks;

	private final Broadcasts broadcasts;

	private final Delivery delivery;

	private final LamportBuffer<Key, SerfMessage.Event> buffer;

	/**
	 * Creates an empty buffer.
	 * @param context the world of this member
	 * @param clocks the Lamport clocks
	 * @param broadcasts gossips the events
	 * @param delivery takes events for the listeners
	 */
	UserEvents(ClusterContext context, Clocks clocks, Broadcasts broadcasts, Delivery delivery) {
		this.context = context;
		this.clocks = clocks;
		this.broadcasts = broadcasts;
		this.delivery = delivery;
		this.buffer = new LamportBuffer<>(clocks.event(), context.config().events().buffer(),
				(event) -> 2 * event.name().length() + WireBytes.orEmpty(event.payload()).length);
	}

	/**
	 * Sends an event to the cluster, this member included.
	 * @throws IllegalArgumentException if it is too large
	 */
	void send(String name, byte[] payload, boolean coalesce) {
		LamportClock clock = this.clocks.event();
		SerfMessage.UserEvent event = new SerfMessage.UserEvent(clock.time(), name, payload, coalesce);
		byte[] encoded = SerfCodec.encode(event);
		int limit = this.context.config().events().sizeLimit();
		if (encoded.length > limit) {
			throw new IllegalArgumentException(
					"encoded user event exceeds configured limit of " + limit + " bytes after encoding");
		}
		this.broadcasts.events().requireRoom(encoded, this.context.config().memberlist().gossip().udpBufferSize());
		clock.increment();
		deliver(event);
		this.broadcasts.events().queue(encoded, null);
		this.clocks.show(this.context.metrics());
	}

	/**
	 * Rejects an event that is too large before it is encoded, so that the caller is
	 * notified at once.
	 */
	static void checkSize(ClusterConfig config, String name, byte[] payload) {
		int limit = config.events().sizeLimit();
		if (name.getBytes(StandardCharsets.UTF_8).length + payload.length > limit) {
			throw new IllegalArgumentException(
					"user event exceeds configured limit of " + limit + " bytes before encoding");
		}
	}

	/**
	 * Handles a received event.
	 * @param message its bytes, which are relayed unchanged if it is new
	 */
	void receive(SerfMessage.UserEvent event, byte[] message) {
		if (deliver(event)) {
			this.broadcasts.events().queue(message, null);
		}
	}

	/**
	 * Delivers an event unless it is old or was delivered before.
	 * @return whether it is new
	 */
	private boolean deliver(SerfMessage.UserEvent event) {
		byte[] payload = WireBytes.orEmpty(event.payload());
		if (event.name().length() + payload.length > EventsConfig.SANE_SIZE_LIMIT) {
			// no member can be configured to send that much, and the buffer keeps it for
			// long
			return false;
		}
		LamportBuffer.Verdict verdict = this.buffer.offer(event.ltime(),
				new Key(event.name(), ByteBuffer.wrap(payload)), new SerfMessage.Event(event.name(), event.payload()));
		if (verdict != LamportBuffer.Verdict.NEW) {
			return false;
		}
		this.context.metrics().increment(ClusterMetrics.Counter.USER_EVENTS);
		this.delivery.tell(new ClusterEvent.User(event.ltime(), event.name(), payload, event.coalesce()));
		return true;
	}

	/** Returns the events for a push/pull: always the whole buffer, as Serf expects. */
	List<SerfMessage.@Nullable EventSlot> slots() {
		List<SerfMessage.@Nullable EventSlot> slots = new ArrayList<>(this.context.config().events().buffer());
		for (LamportBuffer.Slot<SerfMessage.Event> slot : this.buffer.slots()) {
			slots.add(new SerfMessage.EventSlot(slot.time(), slot.entries()));
		}
		while (slots.size() < this.context.config().events().buffer()) {
			slots.add(null);
		}
		return slots;
	}

	/** Marks all events before a time as old, as recorded by a snapshot. */
	void ignoreBefore(long time) {
		this.buffer.ignoreBefore(time);
	}

	/** Applies the events of a push/pull. */
	void merge(SerfMessage.PushPull remote, boolean ignoreOld) {
		if (ignoreOld) {
			this.buffer.ignoreBefore(remote.eventLtime());
		}
		for (SerfMessage.EventSlot slot : remote.events()) {
			if (slot != null) {
				for (SerfMessage.Event event : slot.events()) {
					deliver(new SerfMessage.UserEvent(slot.ltime(), event.name(), event.payload(), false));
				}
			}
		}
	}

}
