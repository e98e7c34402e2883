package io.membership.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.membership.cluster.ReceivedQuery;
import org.jspecify.annotations.Nullable;

/** A question that remembers its answers. */
final class FakeQuery implements ReceivedQuery {

	final List<byte[]> answers = new ArrayList<>();

	Duration remaining = Duration.ofMinutes(1);

	CompletableFuture<@Nullable Void> sent = CompletableFuture.completedFuture(null);

	private final long time;

	private final String name;

	private final byte[] payload;

	FakeQuery(long time, String name, byte[] payload) {
		this.time = time;
		this.name = name;
		this.payload = payload;
	}

	@Override
	public long time() {
		return this.time;
	}

	@Override
	public int id() {
		return 4711;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public byte[] payload() {
		return this.payload.clone();
	}

	@Override
	public String source() {
		return "ag-b";
	}

	@Override
	public Duration remaining() {
		return this.remaining;
	}

	@Override
	public CompletableFuture<@Nullable Void> respond(byte[] answer) {
		this.answers.add(answer);
		return this.sent;
	}

}
