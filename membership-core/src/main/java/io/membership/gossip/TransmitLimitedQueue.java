package io.membership.gossip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A queue of broadcasts, each of which goes into a limited number of packets that grows
 * with the logarithm of the size of the cluster.
 * <p>
 * The order is memberlist's: the least transmitted first, among those the longest, among
 * those the newest. A packet is filled tier by tier: with the largest broadcast of the
 * least transmitted ones that still fits, again and again, then from the next tier. So a
 * new broadcast always goes first, and packets are well filled.
 * <p>
 * A broadcast replaces a queued one of the same name. The queue is bounded: when it is
 * full, it drops the most transmitted, shortest, oldest one. Confined to the event loop,
 * except {@link #transmittedBytes()}.
 */
final class TransmitLimitedQueue {

	private static final byte[] NOTHING = {};

	private static final class Item {

		private final byte[] message;

		private final @Nullable String name;

		private final @Nullable Runnable finished;

		private final int length;

		private final long id;

		private int transmits;

		private Item(byte[] message, @Nullable String name, @Nullable Runnable finished, int length, long id) {
			this.message = message;
			this.name = name;
			this.finished = finished;
			this.length = length;
			this.id = id;
		}

		private static Item probe(int transmits, int length, long id) {
			Item probe = new Item(NOTHING, null, null, length, id);
			probe.transmits = transmits;
			return probe;
		}

	}

	private static final Comparator<Item> ORDER = Comparator.<Item>comparingInt((item) -> item.transmits)
		.thenComparing(Comparator.<Item>comparingInt((item) -> item.length).reversed())
		.thenComparing(Comparator.<Item>comparingLong((item) -> item.id).reversed());

	private final IntSupplier nodes;

	private final int retransmitMultiplier;

	private final IntSupplier maxItems;

	private final TreeSet<Item> items = new TreeSet<>(ORDER);

	private final Map<String, Item> byName = new HashMap<>();

	private long nextId;

	private long bytes;

	private long dropped;

	private long transmitted;

	private final AtomicLong transmittedBytes = new AtomicLong();

	/**
	 * Creates a queue.
	 * @param nodes returns the size of the cluster
	 * @param retransmitMultiplier factor for how often a broadcast is transmitted
	 * @param maxItems returns how many broadcasts the queue holds
	 */
	TransmitLimitedQueue(IntSupplier nodes, int retransmitMultiplier, IntSupplier maxItems) {
		this.nodes = nodes;
		this.retransmitMultiplier = retransmitMultiplier;
		this.maxItems = maxItems;
	}

	/**
	 * Queues a broadcast, replacing one of the same name.
	 * @param message the encoded message
	 * @param name its name, or {@code null} for a unique one
	 * @param finished called once when it leaves the queue for any reason
	 */
	void queue(byte[] message, @Nullable String name, @Nullable Runnable finished) {
		Item item = new Item(message, name, finished, message.length, this.nextId++);
		if (name != null) {
			Item old = this.byName.get(name);
			if (old != null) {
				remove(old);
				finish(old);
			}
		}
		insert(item);
		prune(this.maxItems.getAsInt());
	}

	/**
	 * Takes the broadcasts for one packet.
	 * @param overhead bytes that each message costs in addition
	 * @param limit bytes that are free in the packet
	 * @return the encoded messages
	 */
	List<byte[]> take(int overhead, int limit) {
		if (this.items.isEmpty()) {
			return List.of();
		}
		int transmitLimit = Formulas.retransmitLimit(this.retransmitMultiplier, this.nodes.getAsInt());
		List<byte[]> taken = new ArrayList<>();
		List<Item> again = new ArrayList<>();
		int used = 0;
		int tier = this.items.first().transmits;
		while (true) {
			int free = limit - used - overhead;
			if (free <= 0) {
				break;
			}
			Item item = this.items.ceiling(Item.probe(tier, free, Long.MAX_VALUE));
			if (item == null) {
				break;
			}
			if (item.transmits > tier) {
				tier = item.transmits;
				continue;
			}
			used += overhead + item.length;
			taken.add(item.message);
			remove(item);
			item.transmits++;
			this.transmitted++;
			this.transmittedBytes.addAndGet(item.length);
			if (item.transmits >= transmitLimit) {
				finish(item);
			}
			else {
				again.add(item);
			}
		}
		again.forEach(this::insert);
		return taken;
	}

	/** Drops the most transmitted, shortest, oldest broadcasts down to a number. */
	void prune(int max) {
		while (this.items.size() > max) {
			Item last = this.items.last();
			remove(last);
			this.dropped++;
			finish(last);
		}
	}

	/** Returns the length of the first message; 0 if there is none. */
	int firstLength() {
		return this.items.isEmpty() ? 0 : this.items.first().length;
	}

	int size() {
		return this.items.size();
	}

	long bytes() {
		return this.bytes;
	}

	long droppedCount() {
		return this.dropped;
	}

	long transmittedCount() {
		return this.transmitted;
	}

	long transmittedBytes() {
		return this.transmittedBytes.get();
	}

	private void insert(Item item) {
		this.items.add(item);
		this.bytes += item.length;
		if (item.name != null) {
			this.byName.put(item.name, item);
		}
	}

	private void remove(Item item) {
		this.items.remove(item);
		this.bytes -= item.length;
		if (item.name != null) {
			this.byName.remove(item.name, item);
		}
	}

	private static void finish(Item item) {
		if (item.finished != null) {
			item.finished.run();
		}
	}

}
