package io.membership.gossip;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.wire.Message;
import io.membership.wire.MessageCodec;
import org.jspecify.annotations.Nullable;

/**
 * The broadcasts of the membership and those of the application, and how they share a
 * packet.
 * <p>
 * Membership goes first, but when it would fill packet after packet, the application gets
 * its share: with every packet it earns a part of the room, and when it has earned enough
 * for the message that is next, that much is reserved for it. (In memberlist user
 * broadcasts can starve for as long as membership traffic lasts: its issue 299.) Confined
 * to the event loop.
 */
final class BroadcastQueues {

	private final TransmitLimitedQueue membership;

	private final TransmitLimitedQueue user;

	private final int userShare;

	private final MemberlistMetrics metrics;

	private Runnable onQueued = () -> {
	};

	private int credit;

	private long reportedDrops;

	private long reportedTransmits;

	BroadcastQueues(MemberlistConfig config, IntSupplier nodes, IntSupplier maxMembership, MemberlistMetrics metrics) {
		this.membership = new TransmitLimitedQueue(nodes, config.retransmitMultiplier(), maxMembership);
		this.user = new TransmitLimitedQueue(nodes, config.retransmitMultiplier(), config::maxBroadcasts);
		this.userShare = config.userBroadcastShare();
		this.metrics = metrics;
	}

	/** Sets what is called whenever something new has been queued. */
	void onQueued(Runnable listener) {
		this.onQueued = listener;
	}

	/**
	 * Queues a message about a node; it replaces an older one about the same node.
	 * Encoded here, once.
	 */
	void membership(String node, Message message, @Nullable Runnable finished) {
		this.membership.queue(MessageCodec.encode(message), node, finished);
		queued();
	}

	void user(byte[] encoded, @Nullable String name, @Nullable Runnable finished) {
		this.user.queue(encoded, name, finished);
		queued();
	}

	/**
	 * Takes the broadcasts for one packet.
	 * @param overhead bytes that each message costs in addition
	 * @param free bytes that are free in the packet
	 * @return the encoded messages, those about the membership first
	 */
	List<byte[]> take(int overhead, int free) {
		if (this.membership.size() == 0 && this.user.size() == 0) {
			return List.of();
		}
		int reserved = reserve(overhead, free);
		List<byte[]> parts = new ArrayList<>(this.membership.take(overhead, free - reserved));
		int left = free - parts.stream().mapToInt((part) -> overhead + part.length).sum();
		List<byte[]> users = this.user.take(overhead, left);
		if (reserved > 0) {
			this.credit = Math.max(0, this.credit - users.stream().mapToInt((part) -> overhead + part.length).sum());
		}
		parts.addAll(users);
		report();
		return parts;
	}

	boolean isEmpty() {
		return this.membership.size() == 0 && this.user.size() == 0;
	}

	private int reserve(int overhead, int free) {
		int next = this.user.firstLength();
		if (next == 0 || free <= 0) {
			this.credit = 0;
			return 0;
		}
		this.credit = Math.min(free, this.credit + free * this.userShare / 100);
		return (this.credit >= next + overhead) ? Math.min(this.credit, free) : 0;
	}

	private void queued() {
		report();
		this.onQueued.run();
	}

	private void report() {
		this.metrics.queues(this.membership.size() + this.user.size(), this.membership.bytes() + this.user.bytes(),
				this.user.size());
		this.metrics.add(Counter.BROADCASTS_DROPPED, this.user.droppedCount() - this.reportedDrops);
		this.reportedDrops = this.user.droppedCount();
		long transmits = this.membership.transmittedCount() + this.user.transmittedCount();
		this.metrics.add(Counter.TRANSMITS, transmits - this.reportedTransmits);
		this.reportedTransmits = transmits;
	}

}
