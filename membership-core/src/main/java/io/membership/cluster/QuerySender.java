package io.membership.cluster;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

import io.membership.gossip.Memberlist;
import io.membership.runtime.LoopCalls;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;

/**
 * Sends the queries of this member: gossips them to all members like user events, ordered
 * by a separate Lamport clock.
 */
final class QuerySender {

	/** First Serf protocol version with queries. */
	private static final int FIRST_PROTOCOL = 4;

	private static final long ID_BOUND = 1L << 31;

	private final ClusterContext context;

	private final Clocks clocks;

	private final Memberlist memberlist;

	private final Members members;

	private final Broadcasts broadcasts;

	private final PendingQueries pending;

	private final QueryReceiver receiver;

	private final LoopCalls calls;

	private final Executor listeners;

	/**
	 * Creates the sender.
	 * @param context the world of this member
	 * @param clocks the Lamport clocks
	 * @param memberlist knows this member's address and the size of the cluster
	 * @param members the members that may answer
	 * @param broadcasts gossips queries
	 * @param pending takes the answers
	 * @param receiver delivers the query to this member itself
	 * @param calls makes sure that the futures of a query are completed
	 * @param listeners runs the listeners
	 */
	QuerySender(ClusterContext context, Clocks clocks, Memberlist memberlist, Members members, Broadcasts broadcasts,
			PendingQueries pending, QueryReceiver receiver, LoopCalls calls, Executor listeners) {
		this.context = context;
		this.clocks = clocks;
		this.memberlist = memberlist;
		this.members = members;
		this.broadcasts = broadcasts;
		this.pending = pending;
		this.receiver = receiver;
		this.calls = calls;
		this.listeners = listeners;
	}

	/** Sends a query. Any thread. */
	OutgoingQuery ask(QueryRequest request, QueryListener listener) {
		OutgoingQuery query = new OutgoingQuery(request, listener, this.calls, this.listeners, this.context,
				(cancelled) -> this.context.runtime().execute(() -> this.pending.close(cancelled)));
		try {
			if (this.context.config().protocolVersion() < FIRST_PROTOCOL) {
				throw new IllegalStateException("Feature not supported");
			}
			Duration timeout = request.timeout();
			if (request.relayFactor() < 0 || request.relayFactor() > 255 || (timeout != null && timeout.isNegative())) {
				throw new IllegalArgumentException(
						"A query must have a relay factor from 0 to 255 and a time-out that is not negative");
			}
			List<byte[]> filters = QueryFilters.encode(request);
			this.context.runtime().execute(() -> send(query, filters));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			query.refuse(ex);
		}
		return query;
	}

	private void send(OutgoingQuery query, List<byte[]> filters) {
		QueryRequest request = query.request();
		Duration wanted = request.timeout();
		Duration timeout = (wanted != null && !wanted.isZero()) ? wanted
				: QueryTimeout.of(this.context.config(), this.memberlist);
		InetSocketAddress own = this.memberlist.localMember().address();
		long id = this.context.runtime().random().nextLong(ID_BOUND);
		SerfMessage.Query message = new SerfMessage.Query(this.clocks.query().time(), id, own.getAddress().getAddress(),
				own.getPort(), this.context.name(), filters, request.ack() ? SerfMessage.Query.FLAG_ACK : 0,
				request.relayFactor(), timeout.toNanos(), request.name(), request.payload());
		byte[] encoded = SerfCodec.encode(message);
		try {
			int limit = this.context.config().queries().sizeLimit();
			if (encoded.length > limit) {
				throw new IllegalArgumentException("query exceeds limit of " + limit + " bytes");
			}
			this.broadcasts.queries().requireRoom(encoded, this.context.config().memberlist().gossip().udpBufferSize());
		}
		catch (IllegalArgumentException ex) {
			query.refuse(ex);
			return;
		}
		query.sending(message.ltime(), id, this.members.presentCount());
		this.pending.add(query);
		this.context.after(timeout, () -> this.pending.close(query));
		this.receiver.receive(message, encoded);
		this.clocks.show(this.context.metrics());
	}

}
