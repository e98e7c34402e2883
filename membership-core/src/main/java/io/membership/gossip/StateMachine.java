package io.membership.gossip;

import java.net.InetSocketAddress;
import java.util.Arrays;

import io.membership.SafeText;
import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.MemberlistMetrics.SuspicionOutcome;
import io.membership.runtime.DropReason;
import io.membership.wire.Message;
import io.membership.wire.WireBytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies alive, suspect and dead messages to the member table: the rules of SWIM
 * (section 4.2), in memberlist's order.
 * <p>
 * Only the node itself raises its incarnation. Alive needs a higher incarnation than the
 * known one, suspect and dead at least the known one; so an accusation beats the alive
 * message that it answers, and only the accused can beat the accusation. Confined to the
 * event loop.
 */
final class StateMachine {

	private static final Logger logger = LoggerFactory.getLogger(StateMachine.class);

	private final NodeContext context;

	private final LocalAddress local;

	private final MemberTable table;

	private final AddressRules addressRules;

	private final BroadcastQueues broadcasts;

	private final Awareness awareness;

	private final Suspicions suspicions;

	private final NameClaims claims;

	private final Corrections corrections;

	private final LostMembers lost;

	private final Delegation delegation;

	private long localIncarnation;

	private boolean leaving;

	StateMachine(NodeContext context, LocalAddress local, MemberTable table, AddressRules addressRules,
			BroadcastQueues broadcasts, Awareness awareness, Suspicions suspicions, NameClaims claims,
			Corrections corrections, LostMembers lost, Delegation delegation) {
		this.context = context;
		this.local = local;
		this.table = table;
		this.addressRules = addressRules;
		this.broadcasts = broadcasts;
		this.awareness = awareness;
		this.suspicions = suspicions;
		this.claims = claims;
		this.corrections = corrections;
		this.lost = lost;
		this.delegation = delegation;
	}

	/** Whether this member has announced that it leaves. */
	boolean isLeaving() {
		return this.leaving;
	}

	/**
	 * Announces this member in a new incarnation, at the start and after a change of its
	 * metadata.
	 */
	void announceSelf(byte[] metadata) {
		NodeRecord self = this.table.get(this.context.name());
		if (self == null) {
			self = insert(this.context.name(), this.local.advertised());
		}
		this.localIncarnation = Incarnations.after(this.localIncarnation);
		Message.Alive alive = new Message.Alive(this.localIncarnation, this.context.name(), this.local.ip(),
				this.local.port(), (metadata.length > 0) ? metadata : null,
				ProtocolVersions.of(this.context.config()).toWire());
		accept(self, alive, this.local.advertised());
	}

	/**
	 * Marks this member as left.
	 * @param announced called when that has been gossiped
	 */
	void leaveSelf(Runnable announced) {
		this.leaving = true;
		NodeRecord self = this.table.get(this.context.name());
		if (self == null || !self.status.isPresent()) {
			announced.run();
			return;
		}
		Message.Dead dead = new Message.Dead(self.incarnation, self.name, self.name);
		this.broadcasts.membership(self.name, dead, announced);
		markGone(self, dead);
	}

	/** Applies an alive message. */
	void alive(Message.Alive alive) {
		boolean self = this.context.isSelf(alive.node());
		if (this.leaving && self) {
			return;
		}
		DropReason problem = MessageChecks.problemOf(alive);
		InetSocketAddress address = addressOf(alive);
		if (problem != null || address == null) {
			this.context.metrics().increment((problem != null) ? problem : GossipDrop.ADDRESS_NOT_ALLOWED);
			return;
		}
		NodeRecord node = this.table.get(alive.node());
		DropReason refused = (node != null) ? refusal(node, alive, address) : refusalOfNew(alive, address);
		if (refused != null) {
			this.context.metrics().increment(refused);
			return;
		}
		boolean reclaimed = false;
		if (node == null) {
			node = insert(alive.node(), address);
		}
		else if (!node.address.equals(address)) {
			if (!this.claims.mayMove(node, alive, address)) {
				return;
			}
			reclaimed = true;
		}
		else if (Incarnations.isReserved(node.incarnation) && !Incarnations.isReserved(alive.incarnation())) {
			// a restarted node does not believe in such an incarnation, so it cannot
			// refute
			reclaimed = !self && this.claims.isReclaimable(node);
		}
		if (self) {
			aliveAboutSelf(node, alive);
		}
		else if (reclaimed || alive.incarnation() > node.incarnation) {
			accept(node, alive, address);
		}
		else if (!node.status.isPresent()) {
			this.corrections.tellTheDead(node);
		}
	}

	/** Applies a suspect message. */
	void suspect(Message.Suspect suspect) {
		NodeRecord node = accused(suspect.node(), suspect.incarnation(), suspect.from());
		if (node == null) {
			return;
		}
		if (node.suspicion != null) {
			if (this.suspicions.confirm(node, suspect.from())) {
				this.broadcasts.membership(node.name, suspect, null);
			}
			return;
		}
		if (node.status != MemberStatus.ALIVE) {
			return;
		}
		if (this.context.isSelf(node.name)) {
			refute(node, suspect.incarnation());
			return;
		}
		this.broadcasts.membership(node.name, suspect, null);
		node.incarnation = suspect.incarnation();
		change(node, MemberStatus.SUSPECT);
		this.suspicions.start(node, suspect.from());
		publish(node, MemberStatus.ALIVE, MemberEvent.Type.SUSPECTED);
		logger.atDebug()
			.addKeyValue("member", SafeText.of(node.name))
			.addKeyValue("from", SafeText.of(suspect.from()))
			.log("Member {} is suspected to have failed", node.describe());
	}

	/** Applies a dead message: the node has failed, or left if it says so itself. */
	void dead(Message.Dead dead) {
		NodeRecord node = accused(dead.node(), dead.incarnation(), dead.from());
		if (node == null) {
			return;
		}
		if (!node.status.isPresent()) {
			return;
		}
		if (this.context.isSelf(node.name)) {
			if (!this.leaving) {
				this.suspicions.end(node);
				refute(node, dead.incarnation());
			}
			return;
		}
		this.broadcasts.membership(node.name, dead, null);
		markGone(node, dead);
	}

	/**
	 * Notes that a node has sent something, although not in which incarnation: if it is
	 * considered gone, it is told so.
	 */
	void heardFrom(String name, InetSocketAddress address) {
		NodeRecord node = this.table.get(name);
		if (node != null && !node.status.isPresent() && node.address.equals(address) && !this.context.isSelf(name)) {
			this.corrections.tellTheDead(node);
		}
	}

	/** Why a known node is not believed to be alive at an address. */
	private @Nullable DropReason refusal(NodeRecord node, Message.Alive alive, InetSocketAddress address) {
		if (Incarnations.isFarAhead(alive.incarnation(), node.incarnation)) {
			return GossipDrop.INCARNATION_RESERVED;
		}
		if (!node.address.equals(address) && !this.addressRules.isMemberAllowed(address.getAddress())) {
			return GossipDrop.ADDRESS_NOT_ALLOWED;
		}
		return null;
	}

	/** Why an unknown node does not become a member. */
	private @Nullable DropReason refusalOfNew(Message.Alive alive, InetSocketAddress address) {
		if (alive.incarnation() == 0) {
			// no node starts with it; it would be stored as a dead node that never lived
			return GossipDrop.INCARNATION_RESERVED;
		}
		if (!this.addressRules.isMemberAllowed(address.getAddress())) {
			return GossipDrop.ADDRESS_NOT_ALLOWED;
		}
		return this.table.makeRoom() ? null : GossipDrop.MEMBER_LIMIT;
	}

	private @Nullable InetSocketAddress addressOf(Message.Alive alive) {
		// protocol 1 has no ports: all members use the same one
		int port = (alive.port() == 0 || this.context.config().versions().gossip() < 2) ? this.local.boundPort()
				: alive.port();
		return AddressRules.ofWire(alive.addr(), port);
	}

	/** The node that is accused, unless the accusation is out of date or not believed. */
	private @Nullable NodeRecord accused(String name, long incarnation, String from) {
		if (MessageChecks.isTooLong(from)) {
			// no member has such a name, and passed on it would not fit into a packet
			this.context.metrics().increment(GossipDrop.NAME_INVALID);
			return null;
		}
		NodeRecord node = this.table.get(name);
		if (node != null && incarnation < node.incarnation && this.context.isSelf(name)) {
			this.corrections.tellTheAccuser(node, from, this.leaving);
		}
		if (node == null || incarnation < node.incarnation) {
			return null;
		}
		if (Incarnations.isFarAhead(incarnation, node.incarnation)) {
			this.context.metrics().increment(GossipDrop.INCARNATION_RESERVED);
			return null;
		}
		return node;
	}

	private void aliveAboutSelf(NodeRecord self, Message.Alive alive) {
		if (alive.incarnation() < self.incarnation) {
			return;
		}
		boolean same = Arrays.equals(WireBytes.orEmpty(alive.meta()), WireBytes.orEmpty(self.meta))
				&& Arrays.equals(alive.vsn(), self.vsn);
		if (alive.incarnation() > self.incarnation || !same) {
			refute(self, alive.incarnation());
		}
	}

	private void accept(NodeRecord node, Message.Alive alive, InetSocketAddress address) {
		MemberStatus before = node.status;
		if (node.suspicion != null) {
			this.suspicions.end(node);
			this.context.metrics().increment(SuspicionOutcome.REFUTED);
		}
		this.broadcasts.membership(node.name, alive, null);
		boolean changed = !Arrays.equals(WireBytes.orEmpty(node.meta), WireBytes.orEmpty(alive.meta()))
				|| !node.address.equals(address);
		byte[] vsn = alive.vsn();
		if (vsn != null && vsn.length >= VersionRules.VECTOR_BYTES) {
			changed |= node.vsn != null && !Arrays.equals(node.vsn, vsn);
			node.vsn = vsn;
			node.versions = ProtocolVersions.ofWire(vsn);
		}
		if (!node.address.equals(address)) {
			this.table.changeAddress(node, address);
		}
		node.meta = alive.meta();
		node.incarnation = alive.incarnation();
		node.claim = null;
		change(node, MemberStatus.ALIVE);
		if (!before.isPresent()) {
			publish(node, before, MemberEvent.Type.JOINED);
			this.lost.forget(node.name);
			logger.atInfo()
				.addKeyValue("member", SafeText.of(node.name))
				.addKeyValue("address", node.address)
				.log("Member {} has joined", node.describe());
			return;
		}
		if (before == MemberStatus.SUSPECT) {
			publish(node, before, MemberEvent.Type.RECOVERED);
		}
		else if (!changed) {
			this.table.publish(node, before);
		}
		if (changed) {
			publish(node, node.status, MemberEvent.Type.UPDATED);
		}
	}

	private void markGone(NodeRecord node, Message.Dead dead) {
		MemberStatus before = node.status;
		if (node.suspicion != null) {
			this.suspicions.end(node);
			this.context.metrics().increment(SuspicionOutcome.OVERTAKEN);
		}
		node.incarnation = dead.incarnation();
		boolean left = dead.node().equals(dead.from());
		change(node, left ? MemberStatus.LEFT : MemberStatus.FAILED);
		publish(node, before, left ? MemberEvent.Type.LEFT : MemberEvent.Type.FAILED);
		this.lost.gone(node);
		this.table.trimGone();
		this.claims.gone(node);
		logger.atInfo()
			.addKeyValue("member", SafeText.of(node.name))
			.addKeyValue("address", node.address)
			.addKeyValue("from", SafeText.of(dead.from()))
			.log(left ? "Member {} has left" : "Member {} has failed", node.describe());
	}

	/** Answers an accusation: this member is alive, in a higher incarnation than it. */
	private void refute(NodeRecord self, long accused) {
		long outbid = Incarnations.after(Math.max(this.localIncarnation, accused));
		if (outbid <= accused) {
			return;
		}
		this.localIncarnation = outbid;
		self.incarnation = this.localIncarnation;
		this.context.metrics().increment(Counter.REFUTATIONS);
		this.awareness.apply(1);
		this.broadcasts.membership(self.name, Corrections.aliveOf(self), null);
		this.table.publish(self, self.status);
	}

	private NodeRecord insert(String name, InetSocketAddress address) {
		NodeRecord node = new NodeRecord(name, address, this.context.now(), this.context.runtime().wallClock());
		this.table.add(node);
		return node;
	}

	private void change(NodeRecord node, MemberStatus status) {
		node.changeStatus(status, this.context.now(), this.context.runtime().wallClock());
	}

	private void publish(NodeRecord node, MemberStatus before, MemberEvent.Type type) {
		Member member = this.table.publish(node, before);
		this.delegation.event(type, member);
	}

}
