package io.membership.gossip;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.runtime.DropReason;
import io.membership.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the application's veto delegates, off the event loop, and goes on with the answer
 * on it. Without a delegate everything goes on at once. Confined to the event loop.
 */
final class AliveGate {

	private static final Logger logger = LoggerFactory.getLogger(AliveGate.class);

	private static final int MAX_WAITING = 4096;

	private static final int MAX_BEHIND = 64;

	private final GossipCore core;

	private final MemberTable table;

	private final @Nullable AliveDelegate delegate;

	private int waiting;

	/** What came after a message that waits, about the same node; in order of arrival. */
	private final Map<String, Deque<Runnable>> behind = new HashMap<>();

	AliveGate(GossipCore core, MemberTable table, @Nullable AliveDelegate delegate) {
		this.core = core;
		this.table = table;
		this.delegate = delegate;
	}

	/** Does something about a node, but not before what is said of it and still waits. */
	void inOrder(String node, Runnable work) {
		Deque<Runnable> queue = this.behind.get(node);
		if (queue == null) {
			work.run();
		}
		else if (queue.size() < MAX_BEHIND) {
			queue.add(work);
		}
		else {
			this.core.metrics().increment(DropReason.APPLICATION_QUEUE_FULL);
		}
	}

	void alive(Message.Alive alive, Consumer<Message.Alive> accepted) {
		if (this.behind.containsKey(alive.node()) && !changesNothing(alive)) {
			inOrder(alive.node(), () -> alive(alive, accepted));
			return;
		}
		AliveDelegate asked = this.delegate;
		if (asked == null || changesNothing(alive)) {
			accepted.accept(alive);
			return;
		}
		byte[] vsn = alive.vsn();
		byte[] meta = alive.meta();
		InetSocketAddress address = AddressRules.ofWire(alive.addr(),
				(alive.port() == 0) ? this.core.boundPort() : alive.port());
		if (vsn == null || vsn.length < VersionRules.VECTOR_BYTES) {
			this.core.metrics().increment(DropReason.VERSION_INVALID);
			return;
		}
		if (address == null) {
			this.core.metrics().increment(DropReason.ADDRESS_NOT_ALLOWED);
			return;
		}
		if (this.waiting >= MAX_WAITING) {
			this.core.metrics().increment(DropReason.APPLICATION_QUEUE_FULL);
			return;
		}
		this.waiting++;
		this.behind.put(alive.node(), new ArrayDeque<>(0));
		Member member = new Member(alive.node(), address, MemberStatus.ALIVE, (meta != null) ? meta : new byte[0],
				alive.incarnation(), ProtocolVersions.ofWire(vsn), this.core.runtime().wallClock());
		this.core.vetoes().execute(() -> {
			String veto = ask(() -> asked.vetoAlive(member), this.core.metrics());
			this.core.runtime().execute(() -> {
				this.waiting--;
				if (veto == null) {
					accepted.accept(alive);
				}
				else {
					logger.atDebug().addKeyValue("member", member).addKeyValue("reason", veto).log("Member vetoed");
				}
				release(alive.node());
			});
		});
	}

	/**
	 * Goes on with what waited behind an answer, up to the next message that is asked
	 * for.
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

	/** Asks a delegate for its veto; an exception is one. */
	static @Nullable String ask(java.util.function.Supplier<@Nullable String> question, MemberlistMetrics metrics) {
		try {
			return question.get();
		}
		catch (Exception | StackOverflowError | AssertionError | LinkageError ex) {
			metrics.increment(Counter.DELEGATE_ERRORS);
			logger.atWarn().setCause(ex).log("A delegate has thrown an exception, which counts as a veto");
			return "the delegate failed: " + ex.getClass().getName();
		}
	}

	/**
	 * Whether there is nothing to ask for: a message that is out of date, or a present
	 * member that says of itself what was admitted before. Such a refutation must not
	 * wait for the application, or whoever is suspected would die of its slowness.
	 */
	private boolean changesNothing(Message.Alive alive) {
		NodeRecord node = this.table.get(alive.node());
		if (node == null || !node.status.isPresent()) {
			return false;
		}
		return alive.incarnation() <= node.incarnation
				|| (Arrays.equals(orEmpty(alive.meta()), orEmpty(node.meta)) && Arrays.equals(alive.vsn(), node.vsn)
						&& node.address.equals(AddressRules.ofWire(alive.addr(), alive.port())));
	}

	private static byte[] orEmpty(byte @Nullable [] bytes) {
		return (bytes != null) ? bytes : new byte[0];
	}

}
