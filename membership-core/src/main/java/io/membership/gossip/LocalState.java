package io.membership.gossip;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this member says in a push/pull exchange: every node that it knows, and the
 * application's state. The application is asked off the event loop, one question at a
 * time; while it takes too long, its previous answer is used. Confined to the event loop.
 */
final class LocalState {

	private static final Logger logger = LoggerFactory.getLogger(LocalState.class);

	private static final int MAX_USER_STATE = 20 * 1024 * 1024;

	private record Waiting(boolean join, Consumer<Message.PushPull> consumer, long token) {
	}

	private final GossipCore core;

	private final MemberTable table;

	private final @Nullable UserDelegate user;

	private final Deque<Waiting> waiting = new ArrayDeque<>();

	private byte[] previous = {};

	private boolean asking;

	private long nextToken;

	LocalState(GossipCore core, MemberTable table, @Nullable UserDelegate user) {
		this.core = core;
		this.table = table;
		this.user = user;
	}

	/**
	 * Collects the state for one exchange and passes it on, soon and on the event loop.
	 */
	void collect(boolean join, Consumer<Message.PushPull> consumer) {
		if (this.user == null) {
			consumer.accept(new Message.PushPull(join, nodes(), this.previous));
			return;
		}
		Waiting request = new Waiting(join, consumer, this.nextToken++);
		this.waiting.add(request);
		this.core.stalls().after(this.core.config().pushPull().userStateTimeout().toNanos(), () -> {
			if (this.waiting.remove(request)) {
				answer(request);
			}
		});
		ask(this.user, join);
	}

	private void ask(UserDelegate delegate, boolean join) {
		if (this.asking) {
			return;
		}
		this.asking = true;
		this.core.stateQuestions().execute(() -> {
			byte[] state = stateOf(delegate, join);
			this.core.runtime().execute(() -> {
				this.asking = false;
				if (state != null) {
					this.previous = state;
				}
				// one answer serves all who asked for the same
				List<Waiting> served = this.waiting.stream().filter((request) -> request.join() == join).toList();
				this.waiting.removeAll(served);
				served.forEach(this::answer);
				Waiting next = this.waiting.peek();
				if (next != null) {
					ask(delegate, next.join());
				}
			});
		});
	}

	private byte @Nullable [] stateOf(UserDelegate delegate, boolean join) {
		try {
			byte[] state = delegate.localState(join);
			if (state.length <= MAX_USER_STATE) {
				return state;
			}
			logger.atWarn()
				.addKeyValue("bytes", state.length)
				.addKeyValue("limit", MAX_USER_STATE)
				.log("The application's state is too large for a push/pull; the previous one is sent");
		}
		catch (Exception | StackOverflowError | AssertionError | LinkageError ex) {
			this.core.metrics().increment(Counter.DELEGATE_ERRORS);
			logger.atWarn().setCause(ex).log("A delegate has thrown an exception; the previous state is sent");
		}
		return null;
	}

	private void answer(Waiting request) {
		request.consumer().accept(new Message.PushPull(request.join(), nodes(), this.previous));
	}

	private List<Message.NodeState> nodes() {
		List<Message.NodeState> nodes = new ArrayList<>(this.table.size());
		for (NodeRecord node : this.table.all()) {
			nodes.add(new Message.NodeState(node.name, node.address.getAddress().getAddress(), node.address.getPort(),
					node.meta, node.incarnation, node.status.ordinal(), node.vsn));
		}
		return nodes;
	}

}
