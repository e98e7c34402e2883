package io.membership.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.membership.SafeText;
import io.membership.cluster.keys.KeyQuery;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import org.jspecify.annotations.Nullable;

/** A query that this member received, and its answer. Thread-safe. */
final class IncomingQuery implements ReceivedQuery, KeyQuery {

	/** Prefix of Serf's errors, which mention keys for every query. */
	private static final String REFUSED = "failed to respond to key query: ";

	private static final Duration MAX_TIME = Duration.ofDays(1);

	private final ClusterContext context;

	private final Replies replies;

	private final SerfMessage.Query message;

	private final long received;

	private final long timeout;

	private final AtomicBoolean answered = new AtomicBoolean();

	IncomingQuery(ClusterContext context, Replies replies, SerfMessage.Query message) {
		this.context = context;
		this.replies = replies;
		this.message = message;
		this.received = context.now();
		this.timeout = Math.max(0, Math.min(message.timeoutNanos(), MAX_TIME.toNanos()));
	}

	SerfMessage.Query message() {
		return this.message;
	}

	/** Size of the query in bytes. */
	int size() {
		byte[] payload = this.message.payload();
		return this.message.name().length() + ((payload != null) ? payload.length : 0);
	}

	@Override
	public long time() {
		return this.message.ltime();
	}

	@Override
	public int id() {
		return (int) this.message.id();
	}

	@Override
	public String name() {
		return this.message.name();
	}

	@Override
	public byte[] payload() {
		byte[] payload = this.message.payload();
		return (payload != null) ? payload.clone() : new byte[0];
	}

	@Override
	public String source() {
		return this.message.sourceNode();
	}

	@Override
	public Duration remaining() {
		return Duration.ofNanos(Math.max(0, this.received + this.timeout - this.context.now()));
	}

	@Override
	public boolean fits(byte[] payload) {
		return encode(payload).length <= limit();
	}

	@Override
	public CompletableFuture<@Nullable Void> respond(byte[] payload) {
		byte[] encoded = encode(payload);
		int limit = limit();
		if (encoded.length > limit) {
			return CompletableFuture
				.failedFuture(new IllegalArgumentException(REFUSED + "response exceeds limit of " + limit + " bytes"));
		}
		if (!this.answered.compareAndSet(false, true)) {
			return CompletableFuture.failedFuture(new IllegalStateException(REFUSED + "response already sent"));
		}
		if (remaining().isZero()) {
			return CompletableFuture.failedFuture(new IllegalStateException(REFUSED + "response is past the deadline"));
		}
		CompletableFuture<@Nullable Void> sent = this.replies.send(this.message, encoded);
		return sent.whenComplete((ok, failure) -> {
			if (failure != null) {
				this.answered.set(false);
			}
		});
	}

	private int limit() {
		return this.context.config().queries().responseSizeLimit();
	}

	private byte[] encode(byte[] payload) {
		return SerfCodec.encode(new SerfMessage.QueryResponse(this.message.ltime(), this.message.id(),
				this.context.name(), 0, payload));
	}

	@Override
	public String toString() {
		return "Query[" + SafeText.of(name()) + " from " + SafeText.of(source()) + "]";
	}

}
