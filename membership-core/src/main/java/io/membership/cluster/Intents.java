package io.membership.cluster;

import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import org.jspecify.annotations.Nullable;

/**
 * Sends the intents of this member to join or to leave, and relays those of others.
 * Confined to the event loop.
 */
final class Intents {

	private final ClusterContext context;

	private final Clocks clocks;

	private final Members members;

	private final Broadcasts broadcasts;

	private final ClusterSnapshot snapshot;

	Intents(ClusterContext context, Clocks clocks, Members members, Broadcasts broadcasts, ClusterSnapshot snapshot) {
		this.context = context;
		this.clocks = clocks;
		this.members = members;
		this.broadcasts = broadcasts;
		this.snapshot = snapshot;
	}

	/**
	 * Announces that this member intends to be a member: after a join, or when another
	 * member announces its leave.
	 */
	void join() {
		SerfMessage.Join join = new SerfMessage.Join(this.clocks.member().time(), this.context.name());
		this.members.joinIntent(join);
		broadcast(SerfCodec.encode(join), null);
		this.clocks.show(this.context.metrics());
	}

	/**
	 * Announces that a member leaves, this one or another.
	 * @param announced called when the announcement has been gossiped
	 */
	void leave(String node, boolean prune, Runnable announced) {
		if (node.equals(this.context.name())) {
			this.snapshot.leave();
		}
		SerfMessage.Leave leave = new SerfMessage.Leave(this.clocks.member().time(), node, prune);
		this.clocks.member().increment();
		this.members.leaveIntent(leave);
		this.clocks.show(this.context.metrics());
		boolean alone = this.members.in(MemberState.ALIVE)
			.stream()
			.allMatch((entry) -> entry.member.name().equals(this.context.name()));
		if (alone) {
			announced.run();
		}
		else {
			broadcast(SerfCodec.encode(leave), announced);
		}
	}

	/**
	 * Applies a received intent to join.
	 * @param message its bytes, which are relayed unchanged if the intent is new
	 */
	void receive(SerfMessage.Join join, byte[] message) {
		passOn(this.members.joinIntent(join), message);
	}

	/**
	 * Applies a received intent to leave.
	 * @param message its bytes, which are relayed unchanged if the intent is new
	 */
	void receive(SerfMessage.Leave leave, byte[] message) {
		passOn(this.members.leaveIntent(leave), message);
	}

	private void passOn(boolean news, byte[] message) {
		if (news) {
			this.context.metrics().increment(ClusterMetrics.Counter.INTENTS);
			broadcast(message, null);
		}
	}

	private void broadcast(byte[] encoded, @Nullable Runnable finished) {
		this.broadcasts.intents().queue(encoded, finished);
	}

}
