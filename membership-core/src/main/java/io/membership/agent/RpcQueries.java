package io.membership.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import io.membership.cluster.PendingQuery;
import io.membership.cluster.QueryAnswer;
import io.membership.cluster.QueryListener;
import io.membership.cluster.QueryRequest;
import org.jspecify.annotations.Nullable;

/** The queries sent by one connection; any number of them may run at the same time. */
final class RpcQueries {

	private static final String PING = QueryRequest.INTERNAL_PREFIX + "ping";

	private static final int MAX_RELAYS = 255;

	/** Room for the acks and answers, twice. */
	private static final int RECORDS_PER_MEMBER = 4;

	private final RpcContext context;

	private final RecordPump pump;

	private final Set<Running> running = ConcurrentHashMap.newKeySet();

	RpcQueries(RpcContext context, RecordPump pump) {
		this.context = context;
		this.pump = pump;
	}

	CompletionStage<RpcReply> query(long seq, IpcFields body) throws IOException {
		QueryRequest request = request(body);
		if (request.name().startsWith(QueryRequest.INTERNAL_PREFIX)
				&& !(request.name().equals(PING) && request.payload().length == 0)) {
			return RpcReply.error("Queries cannot contain the '" + QueryRequest.INTERNAL_PREFIX + "' prefix").now();
		}
		RpcServerConfig.Limits limits = this.context.config().limits();
		if (this.running.size() >= limits.streams()) {
			return RpcReply.error("Too many queries").now();
		}
		int members = this.context.target().members().size();
		Running query = new Running(
				this.pump.buffer(seq, Math.max(limits.bufferedRecords(), RECORDS_PER_MEMBER * members)));
		this.running.add(query);
		return query.ask(request);
	}

	private static QueryRequest request(IpcFields body) throws IOException {
		long nanos = body.signed("Timeout", Long.MIN_VALUE, Long.MAX_VALUE);
		Duration timeout = (nanos > 0) ? Duration.ofNanos(nanos) : null;
		return new QueryRequest(body.text("Name"), body.bytes("Payload"), body.texts("FilterNodes"),
				body.textMap("FilterTags"), body.bool("RequestAck"), (int) body.signed("RelayFactor", 0, MAX_RELAYS),
				timeout);
	}

	void close() {
		this.running.forEach(Running::cancel);
	}

	/** Forwards answers to the client. The cluster calls it on its listener threads. */
	private final class Running implements QueryListener {

		private final RecordBuffer buffer;

		private volatile @Nullable PendingQuery pending;

		private Running(RecordBuffer buffer) {
			this.buffer = buffer;
		}

		private CompletionStage<RpcReply> ask(QueryRequest request) {
			PendingQuery asked = RpcQueries.this.context.target().query(request, this);
			this.pending = asked;
			return asked.sent().handle((sent, failure) -> {
				if (failure != null) {
					end();
					return RpcReply.error(RpcReply.message(failure));
				}
				return RpcReply.ok().whenSent(this.buffer::open);
			});
		}

		@Override
		public void acknowledged(String from) {
			this.buffer.offer(record("ack", from, new byte[0]));
		}

		@Override
		public void answered(QueryAnswer answer) {
			this.buffer.offer(record("response", answer.from(), answer.payload()));
		}

		@Override
		public void closed() {
			RpcQueries.this.running.remove(this);
			this.buffer.offerLast(record("done", "", new byte[0]));
		}

		private void cancel() {
			PendingQuery asked = this.pending;
			if (asked != null) {
				asked.cancel();
			}
			end();
		}

		private void end() {
			RpcQueries.this.running.remove(this);
			this.buffer.close();
		}

		private static IpcWriter record(String type, String from, byte[] payload) {
			return new IpcWriter().map(3).key("From").text(from).key("Payload").bytes(payload).key("Type").text(type);
		}

	}

}
