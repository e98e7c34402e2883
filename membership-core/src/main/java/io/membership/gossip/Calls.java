package io.membership.gossip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.membership.ConfigException;
import io.membership.wire.Message;
import io.membership.wire.MessageCodec;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the application. Every method may be called from any thread; brings each
 * call to the event loop, and its result off it.
 */
final class Calls {

	private static final int MAX_STREAM_MESSAGE = 20 * 1024 * 1024;

	/** Largest UDP payload, less what labels, encryption and CRC may add. */
	private static final int MAX_PACKET_MESSAGE = 65507 - 512;

	private final String name;

	private final BooleanSupplier running;

	private final Supplier<GossipParts> parts;

	/** Calls that wait for an answer. */
	private final Map<Long, CompletableFuture<?>> waiting = new ConcurrentHashMap<>();

	private final AtomicLong nextCall = new AtomicLong();

	/** Completes when this member's leave has been announced. Event loop only. */
	private @Nullable CompletableFuture<Void> leaving;

	/**
	 * Creates the calls of a member that may not be started yet.
	 * @param name the name of the member
	 * @param running whether it runs
	 * @param parts returns its parts, which exist from its start on
	 */
	Calls(String name, BooleanSupplier running, Supplier<GossipParts> parts) {
		this.name = name;
		this.running = running;
		this.parts = parts;
	}

	CompletableFuture<JoinResult> join(Collection<String> addresses) {
		return call((result) -> parts().joiner.join(addresses, (joined) -> complete(result, joined)));
	}

	CompletableFuture<Void> updateMetadata(byte[] changed) {
		if (changed.length > MemberlistConfig.MAX_METADATA_BYTES) {
			throw new ConfigException("metadata", "it has " + changed.length + " bytes.",
					"Shorten it to " + MemberlistConfig.MAX_METADATA_BYTES + " bytes.");
		}
		byte[] copy = changed.clone();
		return call((result) -> {
			StateMachine state = parts().state;
			if (!state.isLeaving()) {
				state.announceSelf(copy);
			}
			complete(result, null);
		});
	}

	CompletableFuture<Void> leave(Duration timeout) {
		return call((result) -> {
			CompletableFuture<Void> announced = this.leaving;
			if (announced == null) {
				announced = new CompletableFuture<>();
				this.leaving = announced;
				startLeaving(announced);
			}
			announced.whenComplete((ok, failure) -> complete(result, null));
			parts().context.stalls()
				.after(timeout.toNanos(), () -> fail(result,
						new TimeoutException("timeout waiting for leave broadcast after " + timeout)));
		});
	}

	private void startLeaving(CompletableFuture<Void> announced) {
		boolean alone = parts().table.clusterSize() <= 1;
		parts().state.leaveSelf(() -> announced.complete(null));
		if (alone) {
			announced.complete(null);
		}
	}

	CompletableFuture<Duration> ping(String name, InetSocketAddress address) {
		return call((result) -> parts().pinger.ping(name, address, (roundTrip) -> complete(result, roundTrip),
				(cause) -> fail(result, cause)));
	}

	CompletableFuture<Void> sendBestEffort(InetSocketAddress to, String name, byte[] message) {
		if (message.length > MAX_PACKET_MESSAGE) {
			throw new IllegalArgumentException("A message of " + message.length + " bytes does not fit into a packet ("
					+ MAX_PACKET_MESSAGE + " bytes); send it reliably");
		}
		byte[] encoded = MessageCodec.encode(new Message.User(message.clone()));
		return call((result) -> {
			NodeRecord node = parts().table.get(name);
			boolean crc = node != null && node.address.equals(to) && PacketSender.knowsCrc(node);
			parts().sender.sendAlone(to, encoded, crc, (cause) -> fail(result,
					new IOException("Cannot send to " + to + ": " + cause.getMessage(), cause)));
			// a failure to write is reported before this runs
			parts().context.runtime().execute(() -> complete(result, null));
		});
	}

	CompletableFuture<Void> sendReliable(InetSocketAddress to, byte[] message) {
		if (message.length > MAX_STREAM_MESSAGE) {
			throw new IllegalArgumentException(
					"A message of " + message.length + " bytes is over the limit of " + MAX_STREAM_MESSAGE + " bytes");
		}
		byte[] copy = message.clone();
		return call((result) -> parts().streams.send(to, new Message.User(copy),
				parts().context.config().transport().tcpTimeout(), () -> complete(result, null),
				(cause) -> fail(result, cause)));
	}

	void broadcast(Broadcast broadcast) {
		byte[] encoded = MessageCodec.encode(new Message.User(broadcast.message().clone()));
		if (this.running.getAsBoolean() && broadcast.message().length > maxBroadcastBytes()) {
			throw new IllegalArgumentException("A broadcast of " + broadcast.message().length
					+ " bytes does not fit into a packet (" + maxBroadcastBytes() + " bytes); send it reliably");
		}
		Runnable finished = broadcast.finished();
		runOnLoop(() -> parts().broadcasts.user(encoded, broadcast.name(),
				(finished != null) ? () -> parts().delegation.callback(finished) : null));
	}

	int maxBroadcastBytes() {
		return parts().sender.maxBroadcastBytes() - 1;
	}

	CompletableFuture<Boolean> forget(String name) {
		return call((result) -> {
			NodeRecord node = parts().table.get(name);
			boolean forgotten = node != null && !node.status.isPresent() && !name.equals(this.name);
			if (forgotten && node != null) {
				parts().table.remove(node);
				parts().lost.forget(name);
			}
			complete(result, forgotten);
		});
	}

	void setAckPayload(byte[] payload) {
		byte[] copy = payload.clone();
		runOnLoop(() -> parts().pings.ackPayload(copy));
	}

	/** Completes a future of the application off the event loop. */
	private <T> void complete(CompletableFuture<T> future, @Nullable T value) {
		if (!future.isDone()) {
			parts().completions.execute(() -> future.complete(value));
		}
	}

	/** Fails a future of the application off the event loop. */
	private void fail(CompletableFuture<?> future, Throwable cause) {
		if (!future.isDone()) {
			parts().completions.execute(() -> future.completeExceptionally(cause));
		}
	}

	private <T> CompletableFuture<T> call(Consumer<CompletableFuture<T>> work) {
		CompletableFuture<T> result = new CompletableFuture<>();
		if (!this.running.getAsBoolean()) {
			result.completeExceptionally(notRunning());
			return result;
		}
		// a call that still waits at the shutdown must fail then
		Long call = this.nextCall.getAndIncrement();
		this.waiting.put(call, result);
		result.whenComplete((ok, failure) -> this.waiting.remove(call));
		runOnLoop(() -> work.accept(result));
		return result;
	}

	private void runOnLoop(Runnable work) {
		if (!this.running.getAsBoolean()) {
			throw notRunning();
		}
		parts().context.runtime().execute(work);
	}

	private IllegalStateException notRunning() {
		return new IllegalStateException("Member '" + this.name + "' is not running");
	}

	/** Fails the calls that still wait; the member was shut down. */
	void abandon() {
		this.waiting.values().forEach((call) -> call.completeExceptionally(notRunning()));
	}

	private GossipParts parts() {
		return this.parts.get();
	}

}
