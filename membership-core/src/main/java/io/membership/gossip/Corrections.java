package io.membership.gossip;

import io.membership.wire.Message;
import io.membership.wire.MessageCodec;

/**
 * Tells single nodes what gossip should have told them and evidently has not, each at
 * most once a probe interval. Gossip reaches all members only with high probability; in a
 * cluster of eight, about one refutation in a hundred misses a member. Confined to the
 * event loop.
 */
final class Corrections {

	private final NodeContext context;

	private final MemberTable table;

	private final PacketSender sender;

	Corrections(NodeContext context, MemberTable table, PacketSender sender) {
		this.context = context;
		this.table = table;
		this.sender = sender;
	}

	/**
	 * Tells a node that it is considered gone although it is alive, in an incarnation
	 * that does not refute. After a restart the node does not know of the verdict:
	 * members gossip to the dead only for a while (memberlist issue 311), and not at all
	 * to nodes that have left, so the victim of a forged leave would never learn of it.
	 */
	void tellTheDead(NodeRecord node) {
		String from = (node.status == MemberStatus.LEFT) ? node.name : this.context.name();
		tell(node, new Message.Dead(node.incarnation, node.name, from));
	}

	/**
	 * Repeats a refutation to a member that accuses this one of something refuted before:
	 * the refutation has not reached it, and its suspicion would run out.
	 */
	void tellTheAccuser(NodeRecord self, String from, boolean leaving) {
		NodeRecord accuser = this.table.get(from);
		if (accuser != null && accuser.status.isPresent() && accuser != self && !leaving) {
			tell(accuser, aliveOf(self));
		}
	}

	/** Creates the alive message that announces a node as it is known. */
	static Message.Alive aliveOf(NodeRecord node) {
		return new Message.Alive(node.incarnation, node.name, node.address.getAddress().getAddress(),
				node.address.getPort(), node.meta, node.vsn);
	}

	private void tell(NodeRecord node, Message message) {
		long now = this.context.now();
		if (node.told && now - node.toldNanos < this.context.config().probe().interval().toNanos()) {
			return;
		}
		node.told = true;
		node.toldNanos = now;
		this.sender.sendAlone(node.address, MessageCodec.encode(message), PacketSender.knowsCrc(node), null);
	}

}
