package io.membership.cluster;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.membership.runtime.LimitedExecutor;
import io.membership.wire.SerfMessage;
import org.jspecify.annotations.Nullable;

/**
 * A query of this member, and what came back for it. Each member counts once, with the
 * first that it says. Confined to the event loop, but for what the interface offers.
 */
final class OutgoingQuery implements PendingQuery {

	/** Answers taken beyond two for each member: members join while the query runs. */
	private static final int SLACK = 16;

	private final QueryRequest request;

	private final QueryListener listener;

	private final Executor executor;

	private final Runnable onCancel;

	private final ClusterMetrics metrics;

	private final CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();

	private final CompletableFuture<QueryResult> result = new CompletableFuture<>();

	private final Set<String> acks = new LinkedHashSet<>();

	private final Set<String> answered = new LinkedHashSet<>();

	private final List<QueryAnswer> answers = new ArrayList<>();

	private boolean closed;

	private long time;

	private long id;

	private int limit;

	OutgoingQuery(QueryRequest request, QueryListener listener, Executor listeners, ClusterMetrics metrics,
			Consumer<OutgoingQuery> onCancel) {
		this.request = request;
		this.listener = listener;
		this.executor = new LimitedExecutor(listeners, 1);
		this.metrics = metrics;
		this.onCancel = () -> onCancel.accept(this);
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
		this.executor.execute(() -> this.sent.complete(null));
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
				tell(() -> this.listener.acknowledged(from));
			}
		}
		else if (isNews(this.answered, from, ClusterMetrics.Counter.QUERY_RESPONSES,
				ClusterMetrics.Counter.QUERY_DUPLICATE_RESPONSES)) {
			byte[] payload = response.payload();
			QueryAnswer answer = new QueryAnswer(from, (payload != null) ? payload : new byte[0]);
			this.answers.add(answer);
			tell(() -> this.listener.answered(answer));
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
			tell(this.listener::closed);
			this.executor.execute(() -> {
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
			tell(this.listener::closed);
			this.executor.execute(() -> this.result.complete(all));
		}
	}

	private void tell(Runnable call) {
		this.executor.execute(() -> UserCode.call(call));
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
