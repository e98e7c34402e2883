package io.membership.cluster;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.membership.SafeText;
import io.membership.runtime.LimitedExecutor;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queries: gossiped to everybody as user events are, in the order of a Lamport clock of
 * their own; whom the filters let answer, answers straight to the sender. Confined to the
 * event loop, but for what says otherwise.
 */
final class Queries {

	private static final Logger logger = LoggerFactory.getLogger(Queries.class);

	/** First Serf protocol with queries. */
	private static final int FIRST_PROTOCOL = 4;

	/**
	 * How many queries may wait for a look at the tags; those beyond are not answered.
	 */
	private static final int MAX_MATCHING = 64;

	private static final long ID_BOUND = 1L << 31;

	/**
	 * All who were asked something, and what they said.
	 *
	 * @param asked names of the members that were present when the query was sent
	 * @param answers what was answered
	 */
	record Round(Set<String> asked, List<QueryAnswer> answers) {
	}

	private final ClusterCore core;

	private final LamportClock clock;

	private final Replies replies;

	private final LamportBuffer<Long, Boolean> seen;

	/** Own queries for which answers are taken, by their Lamport times. */
	private final Map<Long, OutgoingQuery> pending = new HashMap<>();

	/** Whose answers end a query early, by its Lamport time. */
	private final Map<Long, Set<String>> awaited = new HashMap<>();

	private final Map<String, InternalQuery> internal = new HashMap<>();

	/** Looks at tags off the event loop, as expressions cost time. */
	private final Executor matcher;

	private int matching;

	Queries(ClusterCore core, LamportClock clock, Replies replies, Executor blocking) {
		this.core = core;
		this.replies = replies;
		this.clock = clock;
		this.seen = new LamportBuffer<>(clock, core.config().queries().buffer(), (seen) -> 0);
		this.matcher = new LimitedExecutor(blocking, 1);
		// the ack is the answer
		handle("ping", (query) -> {
		});
	}

	/**
	 * Sets who handles one of Serf's own queries.
	 * @param suffix the name of the query without its prefix
	 * @param handler handles it
	 */
	void handle(String suffix, InternalQuery handler) {
		this.internal.put(InternalQuery.PREFIX + suffix, handler);
	}

	/** Makes all queries before a time old, as a snapshot does. */
	void ignoreBefore(long time) {
		this.seen.ignoreBefore(time);
	}

	/** Asks the cluster something. On any thread. */
	OutgoingQuery ask(QueryRequest request, QueryListener listener) {
		return ask(request, listener, null);
	}

	/**
	 * Asks every member that is present, and ends when all have answered, at the latest
	 * at the deadline. On any thread.
	 * @param request what to ask
	 * @return completes off the event loop; fails as {@link PendingQuery#result()}
	 */
	CompletableFuture<Round> askEverybody(QueryRequest request) {
		Set<String> everybody = new HashSet<>();
		OutgoingQuery query = ask(request, new QueryListener() {
		}, everybody);
		return query.result().thenApply((result) -> new Round(Set.copyOf(everybody), result.answers()));
	}

	private OutgoingQuery ask(QueryRequest request, QueryListener listener, @Nullable Set<String> everybody) {
		OutgoingQuery query = new OutgoingQuery(request, listener, this.core.userCode().listeners(),
				this.core.counters(), (cancelled) -> this.core.runtime().execute(() -> close(cancelled)));
		try {
			if (this.core.config().protocolVersion() < FIRST_PROTOCOL) {
				throw new IllegalStateException("Feature not supported");
			}
			Duration timeout = request.timeout();
			if (request.relayFactor() < 0 || request.relayFactor() > 255 || (timeout != null && timeout.isNegative())) {
				throw new IllegalArgumentException(
						"A query has a relay factor from 0 to 255 and a time-out that is not negative");
			}
			List<byte[]> filters = QueryFilters.encode(request);
			this.core.runtime().execute(() -> send(query, filters, everybody));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			query.refuse(ex);
		}
		return query;
	}

	private void send(OutgoingQuery query, List<byte[]> filters, @Nullable Set<String> everybody) {
		QueryRequest request = query.request();
		Duration wanted = request.timeout();
		Duration timeout = (wanted != null && !wanted.isZero()) ? wanted : this.core.defaultQueryTimeout();
		InetSocketAddress own = this.core.memberlist().localMember().address();
		long id = this.core.runtime().random().nextLong(ID_BOUND);
		SerfMessage.Query message = new SerfMessage.Query(this.clock.time(), id, own.getAddress().getAddress(),
				own.getPort(), self(), filters, request.ack() ? SerfMessage.Query.FLAG_ACK : 0, request.relayFactor(),
				timeout.toNanos(), request.name(), request.payload());
		byte[] encoded = SerfCodec.encode(message);
		try {
			int limit = this.core.config().queries().sizeLimit();
			if (encoded.length > limit) {
				throw new IllegalArgumentException("query exceeds limit of " + limit + " bytes");
			}
			this.core.lanes().queries().requireRoom(encoded, this.core.config().gossip().gossip().udpBufferSize());
		}
		catch (IllegalArgumentException ex) {
			query.refuse(ex);
			return;
		}
		List<String> present = presentNames();
		query.sending(message.ltime(), id, present.size());
		this.pending.put(message.ltime(), query);
		if (everybody != null) {
			everybody.addAll(present);
			this.awaited.put(message.ltime(), everybody);
		}
		this.core.after(timeout, () -> close(query));
		receive(message, encoded);
		this.core.showTimes();
	}

	private List<String> presentNames() {
		List<String> names = new ArrayList<>();
		for (MemberEntry entry : this.core.members().all()) {
			if (entry.state.isPresent()) {
				names.add(entry.member.name());
			}
		}
		return names;
	}

	private void close(OutgoingQuery query) {
		if (this.pending.remove(query.time(), query)) {
			this.awaited.remove(query.time());
		}
		query.close();
	}

	/** The member is shut down: nothing comes back any more. */
	void closeAll() {
		List.copyOf(this.pending.values()).forEach(this::close);
	}

	/** A query has arrived, or is sent. */
	void receive(SerfMessage.Query query, byte[] encoded) {
		LamportBuffer.Verdict verdict = this.seen.offer(query.ltime(), query.id(), Boolean.TRUE);
		if (verdict != LamportBuffer.Verdict.NEW) {
			return;
		}
		this.core.counters().increment(ClusterMetrics.Counter.QUERIES);
		if (!query.noBroadcast()) {
			this.core.broadcastQuery(encoded);
		}
		QueryFilters filters = QueryFilters.decode(query.filters(), self());
		IncomingQuery incoming = new IncomingQuery(this, query, now());
		if (!filters.named()) {
			return;
		}
		if (filters.tags().isEmpty()) {
			matched(incoming);
		}
		else if (this.matching < MAX_MATCHING) {
			this.matching++;
			Map<String, String> tags = this.core.tags();
			this.matcher.execute(() -> {
				boolean match = filters.match(tags);
				this.core.runtime().execute(() -> {
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
			this.replies.send(query, SerfCodec.encode(new SerfMessage.QueryResponse(query.ltime(), query.id(), self(),
					SerfMessage.QueryResponse.FLAG_ACK, null)));
		}
		this.core.queried(query.ltime());
		if (!query.name().startsWith(InternalQuery.PREFIX)) {
			this.core.tell(new ClusterEvent.Query(incoming));
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

	/** An answer or an ack has arrived. */
	void receive(SerfMessage.QueryResponse response) {
		OutgoingQuery query = this.pending.get(response.ltime());
		if (query == null) {
			logger.atTrace().log("Answer of {} to a query that is not pending", SafeText.of(response.from()));
			return;
		}
		query.received(response);
		Set<String> everybody = this.awaited.get(response.ltime());
		if (everybody != null && query.isAnsweredBy(everybody)) {
			close(query);
		}
	}

	/** Whether a query is one of this member for which answers are taken. */
	boolean isOwn(SerfMessage.Query query) {
		OutgoingQuery own = this.pending.get(query.ltime());
		return own != null && own.id() == query.id() && query.sourceNode().equals(self());
	}

	/** Sends an answer. On any thread. */
	CompletableFuture<@Nullable Void> reply(SerfMessage.Query query, byte[] encoded) {
		return this.replies.send(query, encoded);
	}

	/** Name of this member. On any thread. */
	String self() {
		return this.core.name();
	}

	/** Nanoseconds. On any thread. */
	long now() {
		return this.core.now();
	}

	/** Largest encoded answer. On any thread. */
	int responseLimit() {
		return this.core.config().queries().responseSizeLimit();
	}

}
