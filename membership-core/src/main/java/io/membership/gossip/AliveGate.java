package io.membership.gossip;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import io.membership.wire.Message;
import io.membership.wire.WireBytes;
import io.membership.wire.WireDrop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets messages about nodes through to the state machine. The alive delegate, which may
 * veto, is asked off the event loop; while an alive message waits for its answer, later
 * messages about the same node wait behind it. Without a delegate, every message passes
 * at once. Confined to the event loop.
 */
final class AliveGate {

	private static final Logger logger = LoggerFactory.getLogger(AliveGate.class);

	private static final int MAX_WAITING = 4096;

	private static final int MAX_BEHIND = 64;

	private final NodeContext context;

	private final LocalAddress local;

	private final MemberTable table;

	private final Vetoes vetoes;

	private final @Nullable AliveDelegate delegate;

	private final StateMachine state;

	private int waiting;

	/** Later messages about a node for which one waits, in the order of their arrival. */
	private final Map<String, Deque<Runnable>> behind = new HashMap<>();

	AliveGate(NodeContext context, LocalAddress local, MemberTable table, Vetoes vetoes,
			@Nullable AliveDelegate delegate, StateMachine state) {
		this.context = context;
		this.local = local;
		this.table = table;
		this.vetoes = vetoes;
		this.delegate = delegate;
		this.state = state;
	}

	/** Applies an alive message, unless the delegate vetoes it. */
	void alive(Message.Alive alive) {
		AliveDelegate asked = this.delegate;
		if (asked == null || changesNothing(alive)) {
			this.state.alive(alive);
		}
		else if (this.behind.containsKey(alive.node())) {
			inOrder(alive.node(), () -> alive(alive));
		}
		else {
			ask(asked, alive);
		}
	}

	/** Applies a suspect message. */
	void suspect(Message.Suspect suspect) {
		inOrder(suspect.node(), () -> this.state.suspect(suspect));
	}

	/** Applies a dead message. */
	void dead(Message.Dead dead) {
		inOrder(dead.node(), () -> this.state.dead(dead));
	}

	/** Applies what a push/pull says of one node. */
	void merge(Message.NodeState node) {
		switch (node.state()) {
			case 0 -> alive(new Message.Alive(node.incarnation(), node.name(), node.addr(), node.port(), node.meta(),
					node.vsn()));
			// a dead node may not know yet and gets its chance to refute
			case 1, 2 -> suspect(new Message.Suspect(node.incarnation(), node.name(), this.context.name()));
			case 3 -> dead(new Message.Dead(node.incarnation(), node.name(), node.name()));
			default -> this.context.metrics().increment(WireDrop.MALFORMED);
		}
	}

	/** Does something about a node, after every message about it that still waits. */
	private void inOrder(String node, Runnable work) {
		Deque<Runnable> queue = this.behind.get(node);
		if (queue == null) {
			work.run();
		}
		else if (queue.size() < MAX_BEHIND) {
			queue.add(work);
		}
		else {
			this.context.metrics().increment(GossipDrop.APPLICATION_QUEUE_FULL);
		}
	}

	private void ask(AliveDelegate asked, Message.Alive alive) {
		Member member = memberOf(alive);
		if (member == null) {
			return;
		}
		if (this.waiting >= MAX_WAITING) {
			this.context.metrics().increment(GossipDrop.APPLICATION_QUEUE_FULL);
			return;
		}
		this.waiting++;
		this.behind.put(alive.node(), new ArrayDeque<>(0));
		this.vetoes.ask(() -> asked.vetoAlive(member), (veto) -> {
			this.waiting--;
			if (veto == null) {
				this.state.alive(alive);
			}
			else {
				logger.atDebug().addKeyValue("member", member).addKeyValue("reason", veto).log("Member vetoed");
			}
			release(alive.node());
		});
	}

	/** The member that the delegate is asked about; {@code null} if there can be none. */
	private @Nullable Member memberOf(Message.Alive alive) {
		byte[] vsn = alive.vsn();
		if (vsn == null || vsn.length < VersionRules.VECTOR_BYTES) {
			this.context.metrics().increment(WireDrop.VERSION_INVALID);
			return null;
		}
		InetSocketAddress address = AddressRules.ofWire(alive.addr(),
				(alive.port() == 0) ? this.local.boundPort() : alive.port());
		if (address == null) {
			this.context.metrics().increment(GossipDrop.ADDRESS_NOT_ALLOWED);
			return null;
		}
		return new Member(alive.node(), address, MemberStatus.ALIVE, WireBytes.orEmpty(alive.meta()),
				alive.incarnation(), ProtocolVersions.ofWire(vsn), this.context.runtime().wallClock());
	}

	/**
	 * Continues with the messages that waited behind an answer, up to the next one that
	 * the delegate is asked about.
	 */
	private void release(String node) {
		Deque<Runnable> queue = this.behind.remove(node);
		while (queue != null && !queue.isEmpty()) {
			Runnable next = queue.remove();
			next.run();
			Deque<Runnable> asked = this.behind.get(node);
			if (asked != null) {
				asked.addAll(queue);
				return;
			}
		}
	}

	/**
	 * Whether the delegate need not be asked: the message is out of date, or a present
	 * member repeats what was admitted before. Such a refutation must not wait for the
	 * application, or a suspected member would be declared dead because it is slow.
	 */
	private boolean changesNothing(Message.Alive alive) {
		NodeRecord node = this.table.get(alive.node());
		if (node == null || !node.status.isPresent()) {
			return false;
		}
		return alive.incarnation() <= node.incarnation
				|| (Arrays.equals(WireBytes.orEmpty(alive.meta()), WireBytes.orEmpty(node.meta))
						&& Arrays.equals(alive.vsn(), node.vsn)
						&& node.address.equals(AddressRules.ofWire(alive.addr(), alive.port())));
	}

}
