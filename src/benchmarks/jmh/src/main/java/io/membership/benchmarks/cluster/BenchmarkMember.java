package io.membership.benchmarks.cluster;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.membership.gossip.Broadcast;
import io.membership.gossip.Delegates;
import io.membership.gossip.EventDelegate;
import io.membership.gossip.MemberEvent;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.UserDelegate;
import io.membership.runtime.TransportFactory;

/**
 * One member and its application, which reports events to the cluster and passes on every
 * new broadcast.
 */
final class BenchmarkMember implements EventDelegate, UserDelegate {

	private static final int BROADCAST_BYTES = 64;

	private final BenchmarkCluster cluster;

	private final int index;

	private final Memberlist memberlist;

	private final Set<Long> received = ConcurrentHashMap.newKeySet();

	private volatile boolean down;

	BenchmarkMember(BenchmarkCluster cluster, int index, MemberlistConfig config, TransportFactory transports) {
		this.cluster = cluster;
		this.index = index;
		this.memberlist = Memberlist.create(config, Delegates.none().withEvents(this).withUser(this), transports);
	}

	Memberlist memberlist() {
		return this.memberlist;
	}

	String name() {
		return this.memberlist.config().name();
	}

	/** Marks this member as stopped. */
	void down() {
		this.down = true;
	}

	boolean isDown() {
		return this.down;
	}

	/** Starts a broadcast. */
	void broadcast(long id) {
		byte[] message = new byte[BROADCAST_BYTES];
		for (int i = Long.BYTES; i < message.length; i++) {
			message[i] = (byte) (id * 31 + i * 7L);
		}
		ByteBuffer.wrap(message).putLong(id);
		this.received.add(id);
		this.memberlist.broadcast(Broadcast.unique(message));
	}

	@Override
	public void message(byte[] message) {
		long id = ByteBuffer.wrap(message).getLong();
		if (this.received.add(id)) {
			this.cluster.received(this.index, id);
			this.memberlist.broadcast(Broadcast.unique(message));
		}
	}

	@Override
	public void memberEvent(MemberEvent event) {
		switch (event.type()) {
			case JOINED -> this.cluster.joined(this.index);
			case LEFT, FAILED -> {
				if (!this.down) {
					this.cluster.gone(this.index, event.member().name());
				}
			}
			default -> {
				// neither here nor there
			}
		}
	}

}
