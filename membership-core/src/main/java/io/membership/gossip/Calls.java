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
import java.util.function.Consumer;

import io.membership.ConfigException;
import io.membership.wire.Message;
import io.membership.wire.MessageCodec;
import org.jspecify.annotations.Nullable;

/**
 * What the application may ask of a member. Called on any thread; brings each call to the
 * event loop, and its answer off it.
 */
final class Calls {

	private static final int MAX_STREAM_MESSAGE = 20 * 1024 * 1024;

	/** Largest UDP payload, less what labels, encryption and CRC may add. */
	private static final int MAX_PACKET_MESSAGE = 65507 - 512;

	private final GossipCore core;

	/** Calls that wait for an answer. */
	private final Map<Long, CompletableFuture<?>> waiting = new ConcurrentHashMap<>();

	private final AtomicLong nextCall = new AtomicLong();

	/** Completes when this member's leave has been announced. Event loop only. */
	private @Nullable CompletableFuture<Void> leaving;

	Calls(GossipCore core) {
		this.core = core;
	}

	CompletableFuture<JoinResult> join(Collection<String> addresses) {
		return call((result) -> this.core.parts().joiner().join(addresses, (joined) -> complete(result, joined)));
	}

	CompletableFuture<Void> updateMetadata(byte[] changed) {
		if (changed.length > MemberlistConfig.MAX_METADATA_BYTES) {
			throw new ConfigException("metadata", "it has " + changed.length + " bytes.",
					"Shorten it to " + MemberlistConfig.MAX_METADATA_BYTES + " bytes.");
		}
		byte[] copy = changed.clone();
		return call((result) -> {
			if (!this.core.state().isLeaving()) {
				this.core.announce(copy);
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
			this.core.stalls()
				.after(timeout.toNanos(), () -> fail(result,
						new TimeoutException("timeout waiting for leave broadcast after " + timeout)));
		});
	}

	private void startLeaving(CompletableFuture<Void> announced) {
		boolean alone = this.core.presentCount() <= 1;
		this.core.state().leaveSelf(() -> announced.complete(null));
		if (alone) {
			announced.complete(null);
		}
	}

	CompletableFuture<Duration> ping(String name, InetSocketAddress address) {
		return call((result) -> this.core.prober().ping(name, address).whenComplete((roundTrip, failure) -> {
			if (failure != null) {
				result.completeExceptionally(failure);
			}
			else {
				result.complete(roundTrip);
			}
		}));
	}

	CompletableFuture<Void> sendBestEffort(InetSocketAddress to, String name, byte[] message) {
		if (message.length > MAX_PACKET_MESSAGE) {
			throw new IllegalArgumentException("A message of " + message.length + " bytes does not fit into a packet ("
					+ MAX_PACKET_MESSAGE + " bytes); send it reliably");
		}
		byte[] encoded = MessageCodec.encode(new Message.User(message.clone()));
		return call((result) -> {
			NodeRecord node = this.core.parts().table().get(name);
			boolean crc = node != null && node.address.equals(to) && PacketSender.knowsCrc(node);
			this.core.sender()
				.sendAlone(to, encoded, crc, (cause) -> fail(result,
						new IOException("Cannot send to " + to + ": " + cause.getMessage(), cause)));
			// a failure to write is reported before this runs
			this.core.runtime().execute(() -> complete(result, null));
		});
	}

	CompletableFuture<Void> sendReliable(InetSocketAddress to, byte[] message) {
		if (message.length > MAX_STREAM_MESSAGE) {
			throw new IllegalArgumentException(
					"A message of " + message.length + " bytes is over the limit of " + MAX_STREAM_MESSAGE + " bytes");
		}
		byte[] copy = message.clone();
		return call((result) -> this.core.streams()
			.send(to, new Message.User(copy), this.core.config().transport().tcpTimeout(), () -> complete(result, null),
					(cause) -> fail(result, cause)));
	}

	void broadcast(Broadcast broadcast) {
		byte[] encoded = MessageCodec.encode(new Message.User(broadcast.message().clone()));
		if (this.core.isRunning() && broadcast.message().length > maxBroadcastBytes()) {
			throw new IllegalArgumentException("A broadcast of " + broadcast.message().length
					+ " bytes does not fit into a packet (" + maxBroadcastBytes() + " bytes); send it reliably");
		}
		Runnable finished = broadcast.finished();
		runOnLoop(() -> this.core.broadcasts()
			.user(encoded, broadcast.name(),
					(finished != null) ? () -> this.core.application().callback(finished) : null));
	}

	int maxBroadcastBytes() {
		return this.core.sender().maxBroadcastBytes() - 1;
	}

	CompletableFuture<Boolean> forget(String name) {
		return call((result) -> {
			NodeRecord node = this.core.parts().table().get(name);
			boolean forgotten = node != null && !node.status.isPresent() && !name.equals(this.core.config().name());
			if (forgotten && node != null) {
				this.core.parts().table().remove(node);
				this.core.rejoiner().returned(name);
			}
			complete(result, forgotten);
		});
	}

	void setAckPayload(byte[] payload) {
		byte[] copy = payload.clone();
		runOnLoop(() -> this.core.pings().ackPayload(copy));
	}

	/** Completes a future of the application off the event loop. */
	<T> void complete(CompletableFuture<T> future, @Nullable T value) {
		if (!future.isDone()) {
			this.core.completions().execute(() -> future.complete(value));
		}
	}

	/** Fails a future of the application off the event loop. */
	void fail(CompletableFuture<?> future, Throwable cause) {
		if (!future.isDone()) {
			this.core.completions().execute(() -> future.completeExceptionally(cause));
		}
	}

	private <T> CompletableFuture<T> call(Consumer<CompletableFuture<T>> work) {
		CompletableFuture<T> result = new CompletableFuture<>();
		if (!this.core.isRunning()) {
			result.completeExceptionally(notRunning());
			return result;
		}
		// whoever waits when the member is shut down is told so
		Long call = this.nextCall.getAndIncrement();
		this.waiting.put(call, result);
		result.whenComplete((ok, failure) -> this.waiting.remove(call));
		runOnLoop(() -> work.accept(result));
		return result;
	}

	private void runOnLoop(Runnable work) {
		if (!this.core.isRunning()) {
			throw notRunning();
		}
		this.core.runtime().execute(work);
	}

	IllegalStateException notRunning() {
		return new IllegalStateException("Member '" + this.core.config().name() + "' is not running");
	}

	/** The member was shut down: whoever waits is told so. */
	void abandon() {
		this.waiting.values().forEach((call) -> call.completeExceptionally(notRunning()));
	}

}
