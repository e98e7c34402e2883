package io.membership.cluster;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.membership.runtime.LoopCalls;
import io.membership.runtime.Mailbox;
import io.membership.wire.SerfMessage;
import io.membership.wire.WireBytes;
import org.jspecify.annotations.Nullable;

/**
 * A query of this member and its replies. Counts only the first reply of each member.
 * Confined to the event loop, except for the methods of the interface.
 */
final class OutgoingQuery implements PendingQuery {

	/** Accepted answers beyond two for each member: members join while the query runs. */
	private static final int SLACK = 16;

	/** Unbounded, because the number of accepted answers is limited. */
	private static final Mailbox.Limits UNLIMITED = new Mailbox.Limits(Integer.MAX_VALUE, Long.MAX_VALUE);

	private final QueryRequest request;

	private final QueryListener listener;

	/** Calls the listener, and completes the futures after all earlier calls. */
	private final Mailbox<Runnable> mailbox;

	private final Runnable onCancel;

	private final ClusterMetrics metrics;

	private final LoopCalls calls;

	private final CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();

	private final CompletableFuture<QueryResult> result = new CompletableFuture<>();

	private final Set<String> acks = new LinkedHashSet<>();

	private final Set<String> answered = new LinkedHashSet<>();

	private final List<QueryAnswer> answers = new ArrayList<>();

	private boolean closed;

	private long time;

	private long id;

	private int limit;

	/**
	 * Creates a query that is not sent yet.
	 * @param request the query to send
	 * @param listener receives the replies
	 * @param calls completes the futures if nothing else does
	 * @param listeners runs the listener
	 * @param context the world of this member
	 * @param onCancel called when the application cancels the query
	 */
	OutgoingQuery(QueryRequest request, QueryListener listener, LoopCalls calls, Executor listeners,
			ClusterContext context, Consumer<OutgoingQuery> onCancel) {
		this.request = request;
		this.listener = listener;
		this.mailbox = new Mailbox<>(listener.getClass().getName(), Runnable::run, listeners, UNLIMITED,
				Mailbox.Rule.independent(), context.metrics().listeners(), context::now);
		this.metrics = context.metrics();
		this.calls = calls;
		this.onCancel = () -> onCancel.accept(this);
		calls.guard(this.sent);
		calls.guard(this.result);
	}

	QueryRequest request() {
		return this.request;
	}

	long time() {
		return this.time;
	}

	long id() {
		return this.id;
	}

	/** Called before the query is sent. */
	void sending(long lamportTime, long number, int members) {
		this.time = lamportTime;
		this.id = number;
		this.limit = 2 * members + SLACK;
		this.calls.release(this.sent);
		this.mailbox.put(() -> this.sent.complete(null));
	}

	/** Handles a reply with the Lamport time of this query. */
	void received(SerfMessage.QueryResponse response) {
		if (this.closed || response.id() != this.id) {
			return;
		}
		String from = response.from();
		if (response.ack()) {
			if (isNews(this.acks, from, ClusterMetrics.Counter.QUERY_ACKS,
					ClusterMetrics.Counter.QUERY_DUPLICATE_ACKS)) {
				this.mailbox.put(() -> this.listener.acknowledged(from));
			}
		}
		else if (isNews(this.answered, from, ClusterMetrics.Counter.QUERY_RESPONSES,
				ClusterMetrics.Counter.QUERY_DUPLICATE_RESPONSES)) {
			byte[] payload = response.payload();
			QueryAnswer answer = new QueryAnswer(from, WireBytes.orEmpty(payload));
			this.answers.add(answer);
			this.mailbox.put(() -> this.listener.answered(answer));
		}
	}

	private boolean isNews(Set<String> known, String from, ClusterMetrics.Counter first,
			ClusterMetrics.Counter repeated) {
		if (known.contains(from)) {
			this.metrics.increment(repeated);
			return false;
		}
		this.metrics.increment(first);
		return known.size() < this.limit && known.add(from);
	}

	/** Called if the query was not sent. */
	void refuse(Throwable why) {
		if (!this.closed) {
			this.closed = true;
			this.mailbox.put(this.listener::closed);
			this.calls.release(this.sent);
			this.calls.release(this.result);
			this.mailbox.put(() -> {
				this.sent.completeExceptionally(why);
				this.result.completeExceptionally(why);
			});
		}
	}

	/** Closes the query: no more replies are accepted. */
	void close() {
		if (!this.closed) {
			this.closed = true;
			QueryResult all = new QueryResult(List.copyOf(this.acks), this.answers);
			this.mailbox.put(this.listener::closed);
			this.calls.release(this.result);
			this.mailbox.put(() -> this.result.complete(all));
		}
	}

	@Override
	public CompletableFuture<@Nullable Void> sent() {
		return this.sent.copy();
	}

	@Override
	public CompletableFuture<QueryResult> result() {
		return this.result.copy();
	}

	@Override
	public void cancel() {
		this.onCancel.run();
	}

}
