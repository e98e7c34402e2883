package io.membership.agent;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.membership.Subscription;
import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ReceivedQuery;
import org.jspecify.annotations.Nullable;

/** The event streams of one connection, and its answers to the queries shown in them. */
final class RpcStreams {

	static final String NO_QUERY = "No pending queries matching ID";

	private final RpcContext context;

	private final RecordPump pump;

	private final Map<Long, Stream> streams = new HashMap<>();

	private final ShownQueries queries = new ShownQueries();

	RpcStreams(RpcContext context, RecordPump pump) {
		this.context = context;
		this.pump = pump;
	}

	RpcReply stream(long seq, IpcFields body) throws IOException {
		EventFilter filter;
		try {
			filter = EventFilter.parse(body.text("Type"));
		}
		catch (IllegalArgumentException ex) {
			return RpcReply.error("Invalid event filter");
		}
		if (this.streams.containsKey(seq)) {
			return RpcReply.error("Stream with given sequence exists");
		}
		if (this.streams.size() >= this.context.config().limits().streams()) {
			return RpcReply.error("Too many streams");
		}
		RecordBuffer buffer = this.pump.buffer(seq);
		Subscription subscription = this.context.target().subscribe((event) -> show(event, filter, buffer));
		this.streams.put(seq, new Stream(subscription, buffer));
		return RpcReply.ok().whenSent(buffer::open);
	}

	void stop(long seq) {
		Stream stream = this.streams.remove(seq);
		if (stream != null) {
			stream.close();
		}
	}

	CompletionStage<RpcReply> respond(IpcFields body) throws IOException {
		ReceivedQuery query = this.queries.find(body.unsigned("ID"));
		if (query == null) {
			return RpcReply.error(NO_QUERY).now();
		}
		return query.respond(body.bytes("Payload"))
			.handle((done, failure) -> (failure != null) ? RpcReply.error(refusal(failure)) : RpcReply.ok());
	}

	void close() {
		this.streams.values().forEach(Stream::close);
		this.streams.clear();
		this.queries.clear();
	}

	/** Returns the same error for expired and for answered queries, as Serf does. */
	private static String refusal(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
		return (cause instanceof IllegalStateException) ? NO_QUERY : RpcReply.message(failure);
	}

	/** Called on the cluster's listener threads. */
	private void show(ClusterEvent event, EventFilter filter, RecordBuffer buffer) {
		IpcWriter record = record(event, filter);
		if (record != null) {
			buffer.offer(record);
		}
	}

	private @Nullable IpcWriter record(ClusterEvent event, EventFilter filter) {
		if (event instanceof ClusterEvent.Membership change && filter.matches(change.type())) {
			IpcWriter record = new IpcWriter().map(2).key("Event").text(change.type().serfName()).key("Members");
			return MemberWriter.write(record, change.members());
		}
		if (event instanceof ClusterEvent.User user && filter.matchesUser(user.name())) {
			IpcWriter record = new IpcWriter().map(5).key("Coalesce").bool(user.coalesce()).key("Event").text("user");
			record.key("LTime").unsigned(user.time()).key("Name").text(user.name());
			return record.key("Payload").bytes(user.payload());
		}
		if (event instanceof ClusterEvent.Query asked && filter.matchesQuery(asked.query().name())) {
			ReceivedQuery query = asked.query();
			IpcWriter record = new IpcWriter().map(5).key("Event").text("query");
			record.key("ID").unsigned(this.queries.add(query)).key("LTime").unsigned(query.time());
			return record.key("Name").text(query.name()).key("Payload").bytes(query.payload());
		}
		return null;
	}

	private record Stream(Subscription subscription, RecordBuffer buffer) {

		private void close() {
			this.subscription.close();
			this.buffer.close();
		}

	}

}
