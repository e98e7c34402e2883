package io.membership.spring;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.membership.cluster.Cluster;
import io.membership.cluster.PendingQuery;
import io.membership.cluster.QueryAnswer;
import io.membership.cluster.QueryListener;
import io.membership.cluster.QueryRequest;
import io.membership.cluster.QueryResult;
import org.jspecify.annotations.Nullable;

/**
 * Sends user events and queries to a cluster, each in one call. A payload is a byte
 * array, a string, which is sent in UTF-8, or any other object, which is sent as JSON if
 * a Jackson mapper is available. Thread-safe.
 */
public final class ClusterTemplate {

	/** Extra wait after the deadline, in case the deadline's own notification is late. */
	private static final Duration GRACE = Duration.ofSeconds(5);

	private final Cluster cluster;

	private final Payloads payloads;

	/**
	 * Creates a template.
	 * @param cluster the cluster to send to
	 * @param payloads encodes and decodes payloads
	 */
	public ClusterTemplate(Cluster cluster, Payloads payloads) {
		this.cluster = cluster;
		this.payloads = payloads;
	}

	/**
	 * Sends a user event to the whole cluster, this member included. Receivers deliver
	 * every event, without coalescing.
	 * @param name its name
	 * @param payload its payload, {@code null} for none
	 * @return completes when it is queued for gossip
	 * @throws IllegalArgumentException if it is too large
	 */
	public CompletableFuture<@Nullable Void> publish(String name, @Nullable Object payload) {
		return publish(name, payload, false);
	}

	/**
	 * Sends a user event to the whole cluster, this member included.
	 * @param name its name
	 * @param payload its payload, {@code null} for none
	 * @param coalesce whether receivers may deliver only the latest event of that name
	 * @return completes when it is queued for gossip
	 * @throws IllegalArgumentException if it is too large
	 */
	public CompletableFuture<@Nullable Void> publish(String name, @Nullable Object payload, boolean coalesce) {
		return this.cluster.publish(name, this.payloads.encode(payload), coalesce);
	}

	/**
	 * Sends a query to the whole cluster, this member included, and waits until every
	 * alive member has answered or the deadline has passed.
	 * @param name name of the query
	 * @param payload its payload, {@code null} for none
	 * @param timeout how long answers are accepted
	 * @return the answers in the order of arrival
	 * @throws IllegalArgumentException if the query is too large
	 */
	public List<QueryAnswer> query(String name, @Nullable Object payload, Duration timeout) {
		AllAnswered all = new AllAnswered(aliveMembers());
		PendingQuery pending = query(request(name, payload, timeout), all);
		all.end(pending);
		return await(pending, timeout).answers();
	}

	/**
	 * Sends a query to the members that the request selects, and waits for the deadline.
	 * @param request the query and its filters
	 * @return all replies
	 * @throws IllegalArgumentException if the query is too large or a filter is invalid
	 */
	public QueryResult query(QueryRequest request) {
		Duration timeout = request.timeout();
		return await(query(request, new QueryListener() {
		}), (timeout != null) ? timeout : this.cluster.defaultQueryTimeout());
	}

	/**
	 * Sends a query to the members that the request selects.
	 * @param request the query and its filters
	 * @param listener receives the replies, off the calling thread, one call at a time
	 * @return the query, which can be cancelled
	 */
	public PendingQuery query(QueryRequest request, QueryListener listener) {
		return this.cluster.query(request, listener);
	}

	/**
	 * Sends a query to the whole cluster, and passes the answers to a consumer as they
	 * arrive.
	 * @param name name of the query
	 * @param payload its payload, {@code null} for none
	 * @param timeout how long answers are accepted
	 * @param answers receives each answer, off the calling thread, one at a time
	 * @return the query, which can be cancelled
	 */
	public PendingQuery query(String name, @Nullable Object payload, Duration timeout, Consumer<QueryAnswer> answers) {
		return query(request(name, payload, timeout), new QueryListener() {

			@Override
			public void answered(QueryAnswer answer) {
				answers.accept(answer);
			}

		});
	}

	/**
	 * Sends a query to the whole cluster, and returns the answers as they arrive. The
	 * stream blocks until the next answer, and ends at the deadline. Close it to stop
	 * earlier.
	 * @param name name of the query
	 * @param payload its payload, {@code null} for none
	 * @param timeout how long answers are accepted
	 * @return a sequential stream
	 */
	public Stream<QueryAnswer> stream(String name, @Nullable Object payload, Duration timeout) {
		return stream(request(name, payload, timeout));
	}

	/**
	 * Sends a query to the members that the request selects, and returns the answers as
	 * they arrive.
	 * @param request the query and its filters
	 * @return a sequential stream
	 */
	public Stream<QueryAnswer> stream(QueryRequest request) {
		AnswerStream answers = new AnswerStream();
		PendingQuery pending = query(request, answers);
		return answers.stream(pending);
	}

	/**
	 * Decodes an answer.
	 * @param <T> type of the result
	 * @param answer the answer
	 * @param type a byte array, {@link String}, or with a Jackson mapper any type
	 * @return the object
	 * @throws IllegalArgumentException if the answer cannot be decoded as that type
	 */
	public <T> T read(QueryAnswer answer, Class<T> type) {
		return type.cast(this.payloads.decode(answer.payload(), type));
	}

	private QueryRequest request(String name, @Nullable Object payload, Duration timeout) {
		return QueryRequest.of(name, this.payloads.encode(payload)).withTimeout(timeout);
	}

	private int aliveMembers() {
		// gossip knows the local member from the start
		return Math.max(1, this.cluster.memberlist().members().size());
	}

	private static QueryResult await(PendingQuery pending, Duration timeout) {
		try {
			return pending.result().get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			pending.cancel();
			Thread.currentThread().interrupt();
			throw new CancellationException("Interrupted while waiting for the answers");
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new IllegalStateException("The query could not be sent", ex.getCause());
		}
		catch (TimeoutException ex) {
			pending.cancel();
			throw new IllegalStateException("The query did not end at its deadline", ex);
		}
	}

}
