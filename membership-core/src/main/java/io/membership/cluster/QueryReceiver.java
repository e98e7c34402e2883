package io.membership.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

import io.membership.SafeText;
import io.membership.runtime.LimitedExecutor;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives queries: relays each one once, and delivers it if its filters match this
 * member. Listeners get the queries of applications, an {@link InternalQuery} those of
 * Serf. Confined to the event loop.
 */
final class QueryReceiver {

	private static final Logger logger = LoggerFactory.getLogger(QueryReceiver.class);

	/**
	 * Most queries that may wait for the matching of their expressions against the tags.
	 * This member does not answer further ones.
	 */
	private static final int MAX_MATCHING = 64;

	private final ClusterContext context;

	private final OwnTags tags;

	private final Broadcasts broadcasts;

	private final Replies replies;

	private final Delivery delivery;

	private final LamportBuffer<Long, Boolean> seen;

	private final Map<String, InternalQuery> internal = new HashMap<>();

	/** Matches tags off the event loop, because expressions take time. */
	private final Executor matcher;

	private int matching;

	/**
	 * Creates the receiver.
	 * @param context the world of this member
	 * @param clock the Lamport clock of queries
	 * @param tags the tags to match filters against
	 * @param broadcasts relays queries
	 * @param replies sends acks and answers
	 * @param delivery takes queries for the listeners
	 */
	QueryReceiver(ClusterContext context, LamportClock clock, OwnTags tags, Broadcasts broadcasts, Replies replies,
			Delivery delivery) {
		this.context = context;
		this.tags = tags;
		this.broadcasts = broadcasts;
		this.replies = replies;
		this.delivery = delivery;
		this.seen = new LamportBuffer<>(clock, context.config().queries().buffer(), (seen) -> 0);
		this.matcher = new LimitedExecutor(context.runtime().blocking(), 1);
		// the ack is the answer
		handle("ping", (query) -> {
		});
	}

	/**
	 * Sets the handler of one of Serf's internal queries.
	 * @param suffix the name of the query without its prefix
	 * @param handler the handler
	 */
	void handle(String suffix, InternalQuery handler) {
		this.internal.put(QueryRequest.INTERNAL_PREFIX + suffix, handler);
	}

	/** Marks all queries before a time as old, as recorded by a snapshot. */
	void ignoreBefore(long time) {
		this.seen.ignoreBefore(time);
	}

	/** Handles a query from the network or of this member itself. */
	void receive(SerfMessage.Query query, byte[] encoded) {
		LamportBuffer.Verdict verdict = this.seen.offer(query.ltime(), query.id(), Boolean.TRUE);
		if (verdict != LamportBuffer.Verdict.NEW) {
			return;
		}
		this.context.metrics().increment(ClusterMetrics.Counter.QUERIES);
		if (!query.noBroadcast()) {
			this.broadcasts.queries().queue(encoded, null);
		}
		QueryFilters filters = QueryFilters.decode(query.filters(), this.context.name());
		IncomingQuery incoming = new IncomingQuery(this.context, this.replies, query);
		if (!filters.named()) {
			return;
		}
		if (filters.tags().isEmpty()) {
			matched(incoming);
		}
		else if (this.matching < MAX_MATCHING) {
			this.matching++;
			Map<String, String> own = this.tags.get();
			this.matcher.execute(() -> {
				boolean match = filters.match(own);
				this.context.runtime().execute(() -> {
					this.matching--;
					if (match) {
						matched(incoming);
					}
				});
			});
		}
	}

	private void matched(IncomingQuery incoming) {
		SerfMessage.Query query = incoming.message();
		if (query.ack()) {
			this.replies.send(query, SerfCodec.encode(new SerfMessage.QueryResponse(query.ltime(), query.id(),
					this.context.name(), SerfMessage.QueryResponse.FLAG_ACK, null)));
		}
		this.delivery.queried(query.ltime());
		if (!query.name().startsWith(QueryRequest.INTERNAL_PREFIX)) {
			this.delivery.tell(new ClusterEvent.Query(incoming));
			return;
		}
		InternalQuery handler = this.internal.get(query.name());
		if (handler != null) {
			handler.asked(incoming);
		}
		else {
			logger.atDebug().log("Unknown internal query {} ignored", SafeText.of(query.name()));
		}
	}

}
