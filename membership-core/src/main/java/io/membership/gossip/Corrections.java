package io.membership.gossip;

import io.membership.wire.Message;
import io.membership.wire.MessageCodec;

/**
 * Tells single nodes what gossip should have told them, and obviously has not: each at
 * most once a probe interval. Gossip reaches everybody only with high probability; in a
 * cluster of eight, one refutation in about a hundred misses a member. Confined to the
 * event loop.
 */
final class Corrections {

	private final GossipCore core;

	private final MemberTable table;

	Corrections(GossipCore core, MemberTable table) {
		this.core = core;
		this.table = table;
	}

	/**
	 * Tells a node that is held for gone and yet is alive, in an incarnation that does
	 * not refute: after a restart it does not know what was said of it, nobody gossips to
	 * the dead for long (memberlist issue 311), and nobody at all to those who have left,
	 * so that the victim of a forged leave would not hear of it.
	 */
	void tellTheDead(NodeRecord node) {
		String from = (node.status == MemberStatus.LEFT) ? node.name : this.core.config().name();
		tell(node, new Message.Dead(node.incarnation, node.name, from));
	}

	/**
	 * Tells a member that accuses this one of what it has refuted already: the refutation
	 * has not reached it, and its suspicion would run out.
	 */
	void tellTheAccuser(NodeRecord self, String from, boolean leaving) {
		NodeRecord accuser = this.table.get(from);
		if (accuser != null && accuser.status.isPresent() && accuser != self && !leaving) {
			tell(accuser, aliveOf(self));
		}
	}

	static Message.Alive aliveOf(NodeRecord node) {
		return new Message.Alive(node.incarnation, node.name, node.address.getAddress().getAddress(),
				node.address.getPort(), node.meta, node.vsn);
	}

	private void tell(NodeRecord node, Message message) {
		long now = this.core.now();
		if (node.told && now - node.toldNanos < this.core.config().probe().interval().toNanos()) {
			return;
		}
		node.told = true;
		node.toldNanos = now;
		this.core.sender().sendAlone(node.address, MessageCodec.encode(message), PacketSender.knowsCrc(node), null);
	}

}
