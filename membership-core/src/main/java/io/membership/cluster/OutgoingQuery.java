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
import org.jspecify.annotations.Nullable;

/**
 * A query of this member, and what came back for it. Each member counts once, with the
 * first that it says. Confined to the event loop, but for what the interface offers.
 */
final class OutgoingQuery implements PendingQuery {

	/** Answers taken beyond two for each member: members join while the query runs. */
	private static final int SLACK = 16;

	/** The number of answers is limited where they are taken. */
	private static final Mailbox.Limits UNLIMITED = new Mailbox.Limits(Integer.MAX_VALUE, Long.MAX_VALUE);

	private final QueryRequest request;

	private final QueryListener listener;

	/** Tells the listener, and completes the futures after what it was told before. */
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
	 * @param request what to ask
	 * @param listener is told what comes back
	 * @param calls completes the futures if nothing else does
	 * @param listeners runs the listener
	 * @param context the world of this member
	 * @param onCancel is called when the application wants no more answers
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

	/** It is about to be sent. */
	void sending(long lamportTime, long number, int members) {
		this.time = lamportTime;
		this.id = number;
		this.limit = 2 * members + SLACK;
		this.calls.release(this.sent);
		this.mailbox.put(() -> this.sent.complete(null));
	}

	/** Something came back at the time of this query. */
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
			QueryAnswer answer = new QueryAnswer(from, (payload != null) ? payload : new byte[0]);
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

	/** It was not sent. */
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

	/** Nothing is taken any more. */
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
