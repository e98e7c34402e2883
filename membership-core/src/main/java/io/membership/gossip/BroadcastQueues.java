package io.membership.gossip;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.wire.Message;
import io.membership.wire.MessageCodec;
import org.jspecify.annotations.Nullable;

/**
 * Queues the broadcasts of the membership and of the application, and divides a packet
 * between them.
 * <p>
 * Membership goes first, but if it would fill packet after packet, the application gets a
 * share: it earns a part of the room in every packet, and once it has earned enough for
 * its next message, that much is reserved. (In memberlist user broadcasts can starve for
 * as long as membership traffic lasts: its issue 299.) Confined to the event loop.
 */
final class BroadcastQueues {

	/** A queue, and the members that its broadcasts go to; {@code null} for all. */
	private record Lane(TransmitLimitedQueue queue, @Nullable Predicate<Member> audience) {

		/** Whether a broadcast waits for a member; {@code null} for an unknown node. */
		private boolean hasFor(@Nullable Member target) {
			return this.queue.size() > 0 && (this.audience == null || (target != null && this.audience.test(target)));
		}

	}

	private final TransmitLimitedQueue membership;

	/** Holds the broadcasts of {@link Memberlist#broadcast}. */
	private final TransmitLimitedQueue user;

	/** The queues of the application's side in the order in which they are drained. */
	private final List<Lane> lanes = new ArrayList<>();

	private final IntSupplier nodes;

	private final MemberlistConfig config;

	private final int userShare;

	private final MemberlistMetrics metrics;

	private Runnable onQueued = () -> {
	};

	private int credit;

	private long reportedDrops;

	private long reportedTransmits;

	BroadcastQueues(MemberlistConfig config, IntSupplier nodes, IntSupplier maxMembership, MemberlistMetrics metrics) {
		this.membership = new TransmitLimitedQueue(nodes, config.gossip().retransmitMultiplier(), maxMembership);
		this.nodes = nodes;
		this.config = config;
		this.user = newQueue(nodes);
		this.lanes.add(new Lane(this.user, null));
		this.userShare = config.gossip().userBroadcastShare();
		this.metrics = metrics;
	}

	/** Sets the listener that is called after every new broadcast. */
	void onQueued(Runnable listener) {
		this.onQueued = listener;
	}

	/**
	 * Queues a message about a node. It replaces an older one about the same node, and is
	 * encoded here, once.
	 */
	void membership(String node, Message message, @Nullable Runnable finished) {
		this.membership.queue(MessageCodec.encode(message), node, finished);
		queued();
	}

	/** Creates a queue that is drained before that of {@link #user}. */
	BroadcastLane newLane() {
		return newLane(null, this.nodes);
	}

	/** Creates such a queue for broadcasts that go only to some members. */
	BroadcastLane newLane(@Nullable Predicate<Member> audience, IntSupplier size) {
		TransmitLimitedQueue queue = newQueue(size);
		this.lanes.add(this.lanes.size() - 1, new Lane(queue, audience));
		return new BroadcastLane(queue, this::queued);
	}

	/** Queues an encoded message of the application. */
	void user(byte[] encoded, @Nullable String name, @Nullable Runnable finished) {
		this.user.queue(encoded, name, finished);
		queued();
	}

	/** Takes the broadcasts for one packet to an unknown node. */
	List<byte[]> take(int overhead, int free) {
		return take(overhead, free, null);
	}

	/**
	 * Takes the broadcasts for one packet.
	 * @param overhead bytes that each message costs in addition
	 * @param free bytes that are free in the packet
	 * @param target the member that the packet goes to, if known
	 * @return the encoded messages, those about the membership first
	 */
	List<byte[]> take(int overhead, int free, @Nullable Member target) {
		if (isEmpty()) {
			return List.of();
		}
		int reserved = reserve(overhead, free, target);
		List<byte[]> parts = new ArrayList<>(this.membership.take(overhead, free - reserved));
		int left = free - parts.stream().mapToInt((part) -> overhead + part.length).sum();
		int offered = left;
		for (Lane lane : this.lanes) {
			if (!lane.hasFor(target)) {
				continue;
			}
			for (byte[] part : lane.queue().take(overhead, left)) {
				parts.add(part);
				left -= overhead + part.length;
			}
		}
		if (reserved > 0) {
			this.credit = Math.max(0, this.credit - (offered - left));
		}
		report();
		return parts;
	}

	boolean isEmpty() {
		return this.membership.size() == 0 && userSize() == 0;
	}

	/** Whether any broadcast waits for a member. */
	boolean hasFor(@Nullable Member target) {
		if (this.membership.size() > 0) {
			return true;
		}
		for (Lane lane : this.lanes) {
			if (lane.hasFor(target)) {
				return true;
			}
		}
		return false;
	}

	private int reserve(int overhead, int free, @Nullable Member target) {
		int next = this.lanes.stream()
			.filter((lane) -> lane.hasFor(target))
			.mapToInt((lane) -> lane.queue().firstLength())
			.findFirst()
			.orElse(0);
		if (next == 0 || free <= 0) {
			this.credit = 0;
			return 0;
		}
		this.credit = Math.min(free, this.credit + free * this.userShare / 100);
		return (this.credit >= next + overhead) ? Math.min(this.credit, free) : 0;
	}

	private TransmitLimitedQueue newQueue(IntSupplier size) {
		return new TransmitLimitedQueue(size, this.config.gossip().retransmitMultiplier(),
				this.config.gossip()::maxBroadcasts);
	}

	private int userSize() {
		return this.lanes.stream().mapToInt((lane) -> lane.queue().size()).sum();
	}

	private long sum(ToLongFunction<TransmitLimitedQueue> figure) {
		return this.lanes.stream().map(Lane::queue).mapToLong(figure).sum();
	}

	private void queued() {
		report();
		this.onQueued.run();
	}

	private void report() {
		int userSize = userSize();
		this.metrics.queues(this.membership.size() + userSize,
				this.membership.bytes() + sum(TransmitLimitedQueue::bytes), userSize);
		long drops = sum(TransmitLimitedQueue::droppedCount);
		this.metrics.add(Counter.BROADCASTS_DROPPED, drops - this.reportedDrops);
		this.reportedDrops = drops;
		long transmits = this.membership.transmittedCount() + sum(TransmitLimitedQueue::transmittedCount);
		this.metrics.add(Counter.TRANSMITS, transmits - this.reportedTransmits);
		this.reportedTransmits = transmits;
	}

}
