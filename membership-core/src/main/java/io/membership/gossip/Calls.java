package io.membership.gossip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.membership.ConfigException;
import io.membership.runtime.LoopCalls;
import io.membership.wire.Message;
import io.membership.wire.MessageCodec;

/**
 * Moves calls of the application, or of the protocol above, to the event loop, and their
 * results back to the executor of the caller. Thread-safe.
 */
final class Calls {

	private static final int MAX_STREAM_MESSAGE = 20 * 1024 * 1024;

	/** Largest UDP payload, minus the overhead of labels, encryption and CRC. */
	private static final int MAX_PACKET_MESSAGE = 65507 - 512;

	private final LoopCalls calls;

	private final Supplier<GossipParts> parts;

	/**
	 * Creates the calls of a member that may not be started yet.
	 * @param calls moves calls to the event loop
	 * @param parts returns the parts of the member; called only after the start
	 */
	Calls(LoopCalls calls, Supplier<GossipParts> parts) {
		this.calls = calls;
		this.parts = parts;
	}

	CompletableFuture<JoinResult> join(Collection<String> addresses) {
		return this.calls.call((result) -> parts().joiner.join(addresses, (joined) -> result.complete(joined)));
	}

	CompletableFuture<Void> updateMetadata(byte[] changed) {
		if (changed.length > MemberlistConfig.MAX_METADATA_BYTES) {
			throw new ConfigException("metadata", "it has " + changed.length + " bytes.",
					"Shorten it to " + MemberlistConfig.MAX_METADATA_BYTES + " bytes.");
		}
		byte[] copy = changed.clone();
		return this.calls.call((result) -> {
			StateMachine state = parts().state;
			if (!state.isLeaving()) {
				state.announceSelf(copy);
			}
			result.complete(null);
		});
	}

	CompletableFuture<Void> leave(Duration timeout) {
		return this.calls.call((result) -> {
			parts().leaving.announce(() -> result.complete(null));
			parts().context.stalls()
				.after(timeout.toNanos(), () -> result
					.fail(new TimeoutException("timeout waiting for leave broadcast after " + timeout)));
		});
	}

	CompletableFuture<Duration> ping(String name, InetSocketAddress address) {
		return this.calls.call((result) -> parts().pinger.ping(name, address, (roundTrip) -> result.complete(roundTrip),
				(cause) -> result.fail(cause)));
	}

	CompletableFuture<Void> sendBestEffort(InetSocketAddress to, String name, byte[] message) {
		if (message.length > MAX_PACKET_MESSAGE) {
			throw new IllegalArgumentException("A message of " + message.length + " bytes does not fit into a packet ("
					+ MAX_PACKET_MESSAGE + " bytes); send it reliably");
		}
		byte[] encoded = MessageCodec.encode(new Message.User(message.clone()));
		return this.calls.call((result) -> {
			NodeRecord node = parts().table.get(name);
			boolean crc = node != null && node.address.equals(to) && PacketSender.knowsCrc(node);
			parts().sender.sendAlone(to, encoded, crc,
					(cause) -> result.fail(new IOException("Cannot send to " + to + ": " + cause.getMessage(), cause)));
			// a write failure is reported before this runs
			parts().context.runtime().execute(() -> result.complete(null));
		});
	}

	CompletableFuture<Void> sendReliable(InetSocketAddress to, byte[] message) {
		if (message.length > MAX_STREAM_MESSAGE) {
			throw new IllegalArgumentException(
					"A message of " + message.length + " bytes is over the limit of " + MAX_STREAM_MESSAGE + " bytes");
		}
		byte[] copy = message.clone();
		return this.calls.call((result) -> parts().streams.send(to, new Message.User(copy),
				parts().context.config().transport().tcpTimeout(), () -> result.complete(null),
				(cause) -> result.fail(cause)));
	}

	void broadcast(Broadcast broadcast) {
		byte[] encoded = MessageCodec.encode(new Message.User(broadcast.message().clone()));
		if (this.calls.isOpen() && broadcast.message().length > maxBroadcastBytes()) {
			throw new IllegalArgumentException("A broadcast of " + broadcast.message().length
					+ " bytes does not fit into a packet (" + maxBroadcastBytes() + " bytes); send it reliably");
		}
		Runnable finished = broadcast.finished();
		this.calls.run(() -> parts().broadcasts.user(encoded, broadcast.name(),
				(finished != null) ? () -> parts().delegation.callback(finished) : null));
	}

	int maxBroadcastBytes() {
		return parts().sender.maxBroadcastBytes() - 1;
	}

	CompletableFuture<Boolean> forget(String name) {
		return this.calls.call((result) -> {
			NodeRecord node = parts().table.get(name);
			boolean forgotten = node != null && !node.status.isPresent() && !parts().context.isSelf(name);
			if (forgotten && node != null) {
				parts().table.remove(node);
				parts().lost.forget(name);
			}
			result.complete(forgotten);
		});
	}

	void setAckPayload(byte[] payload) {
		byte[] copy = payload.clone();
		this.calls.run(() -> parts().pings.ackPayload(copy));
	}

	private GossipParts parts() {
		return this.parts.get();
	}

}
