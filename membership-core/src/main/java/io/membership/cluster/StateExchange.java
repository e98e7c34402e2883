package io.membership.cluster;

import java.util.ArrayList;
import java.util.List;

import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import io.membership.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds Serf's part to a push/pull: the three clocks, the Lamport times of the members,
 * the members that have left, and the recent user events. Received states are not
 * gossiped on. Confined to the event loop.
 */
final class StateExchange {

	private static final Logger logger = LoggerFactory.getLogger(StateExchange.class);

	private final ClusterMetrics metrics;

	private final Clocks clocks;

	private final Members members;

	private final UserEvents events;

	/** Joins in progress that ignore old events. */
	private int ignoringOld;

	private boolean newcomer;

	StateExchange(ClusterMetrics metrics, Clocks clocks, Members members, UserEvents events) {
		this.metrics = metrics;
		this.clocks = clocks;
		this.members = members;
		this.events = events;
	}

	/** Whether this member ignores user events from before its first join. */
	void newcomer(boolean is) {
		this.newcomer = is;
	}

	/**
	 * Called when a first join through the seeds begins or ends. As in a Serf agent, a
	 * new member ignores earlier events; a restarted one receives those since its
	 * snapshot.
	 */
	void joining(boolean begins) {
		if (this.newcomer) {
			ignoreOld(begins);
		}
	}

	/** Called when a join that ignores old events begins or ends. */
	void ignoreOld(boolean begin) {
		this.ignoringOld += begin ? 1 : -1;
	}

	byte[] local() {
		List<String> left = new ArrayList<>();
		this.members.in(MemberState.LEFT).forEach((entry) -> left.add(entry.member.name()));
		return SerfCodec.encode(new SerfMessage.PushPull(this.clocks.member().time(), this.members.statusTimes(), left,
				this.clocks.event().time(), this.events.slots(), this.clocks.query().time()));
	}

	void merge(byte[] state, boolean join) {
		SerfMessage.PushPull remote;
		try {
			if (!(SerfCodec.decode(state) instanceof SerfMessage.PushPull decoded)) {
				this.metrics.increment(ClusterMetrics.Counter.UNDECODABLE);
				return;
			}
			remote = decoded;
		}
		catch (WireException ex) {
			this.metrics.increment(ClusterMetrics.Counter.UNDECODABLE);
			logger.atWarn()
				.addKeyValue("reason", ex.getMessage())
				.log("A state cannot be decoded: {}", ex.getMessage());
			return;
		}
		witness(this.clocks.member(), remote.ltime(), join);
		witness(this.clocks.event(), remote.eventLtime(), join);
		witness(this.clocks.query(), remote.queryLtime(), join);
		this.members.merge(remote);
		this.events.merge(remote, join && this.ignoringOld > 0);
	}

	private static void witness(LamportClock clock, long time, boolean join) {
		if (time == 0) {
			return;
		}
		if (join) {
			clock.adopt(time - 1);
		}
		else {
			clock.witness(time - 1);
		}
	}

}
