package io.membership.gossip;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.membership.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the state that this member sends in a push/pull exchange: every node that it
 * knows, and the application's state. The user delegate is asked off the event loop, one
 * question at a time; if it takes too long, its previous answer is used. Confined to the
 * event loop.
 */
final class LocalState {

	private static final Logger logger = LoggerFactory.getLogger(LocalState.class);

	private static final int MAX_USER_STATE = 20 * 1024 * 1024;

	private record Waiting(boolean join, Consumer<Message.PushPull> consumer, long token) {
	}

	private final NodeContext context;

	private final MemberTable table;

	private final @Nullable UserDelegate user;

	private final Executor questions;

	private final Deque<Waiting> waiting = new ArrayDeque<>();

	private byte[] previous = {};

	private boolean asking;

	private long nextToken;

	/**
	 * Creates the source of the state.
	 * @param context the member
	 * @param table the known nodes
	 * @param user the delegate that is asked, if there is one
	 * @param questions runs the questions to the delegate
	 */
	LocalState(NodeContext context, MemberTable table, @Nullable UserDelegate user, Executor questions) {
		this.context = context;
		this.table = table;
		this.user = user;
		this.questions = questions;
	}

	/**
	 * Collects the state for one exchange.
	 * @param join whether the exchange is a join
	 * @param consumer receives the state on the event loop, within the time-out for the
	 * application's state
	 */
	void collect(boolean join, Consumer<Message.PushPull> consumer) {
		if (this.user == null) {
			consumer.accept(new Message.PushPull(join, nodes(), this.previous));
			return;
		}
		Waiting request = new Waiting(join, consumer, this.nextToken++);
		this.waiting.add(request);
		this.context.stalls().after(this.context.config().pushPull().userStateTimeout().toNanos(), () -> {
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
		this.questions.execute(() -> {
			byte[] state = stateOf(delegate, join);
			this.context.runtime().execute(() -> {
				this.asking = false;
				if (state != null) {
					this.previous = state;
				}
				// one answer serves all exchanges that wait for the same
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
			this.context.metrics().listeners().failed(ex);
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
