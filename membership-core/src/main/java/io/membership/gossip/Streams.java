package io.membership.gossip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

import io.membership.SafeText;
import io.membership.gossip.MemberlistMetrics.Direction;
import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.NodeRuntime;
import io.membership.runtime.Transport;
import io.membership.wire.Message;
import io.membership.wire.StreamCodec;

/**
 * Sends messages on streams. Confined to the event loop, but encodes and decodes off it,
 * because that takes time in proportion to the size of the cluster.
 */
final class Streams {

	/** Receives the result of a request, on the event loop. */
	interface ReplyHandler {

		/**
		 * Receives the answer of the peer.
		 * @param reply the answer, never an error reply
		 */
		void replied(Message reply);

		/**
		 * Notes that there is no usable answer.
		 * @param cause the reason
		 */
		void failed(IOException cause);

	}

	private final Transport transport;

	private final NodeRuntime runtime;

	private final StreamCodec codec;

	private final MemberlistMetrics metrics;

	Streams(Transport transport, StreamCodec codec, MemberlistMetrics metrics) {
		this.transport = transport;
		this.runtime = transport.runtime();
		this.codec = codec;
		this.metrics = metrics;
	}

	/** Sends a request and waits for the reply. */
	void exchange(InetSocketAddress to, Message request, Duration timeout, ReplyHandler handler) {
		encode(request, handler::failed,
				(frame) -> this.transport.exchange(to, frame, timeout, new Callback(handler::failed, (reply) -> {
					this.metrics.stream(Direction.IN, reply.length);
					decode(reply, handler);
				})));
	}

	/** Sends a message that is not answered. */
	void send(InetSocketAddress to, Message message, Duration timeout, Runnable sent, Consumer<IOException> failed) {
		encode(message, failed,
				(frame) -> this.transport.sendFrame(to, frame, timeout, new Callback(failed, (reply) -> sent.run())));
	}

	private void encode(Message message, Consumer<IOException> failed, Consumer<byte[]> encoded) {
		this.runtime.blocking().execute(() -> {
			try {
				byte[] frame = this.codec.encodeRequest(message);
				this.runtime.execute(() -> {
					this.metrics.stream(Direction.OUT, frame.length);
					encoded.accept(frame);
				});
			}
			catch (RuntimeException ex) {
				this.runtime.execute(() -> failed.accept(asIoException(ex)));
			}
		});
	}

	private void decode(byte[] frame, ReplyHandler handler) {
		this.runtime.blocking().execute(() -> {
			try {
				Message reply = this.codec.decodeReply(frame);
				this.runtime.execute(() -> {
					this.metrics.messageReceived(reply.type());
					if (reply instanceof Message.ErrorReply error) {
						handler.failed(new IOException("remote error: " + SafeText.of(error.error())));
					}
					else {
						handler.replied(reply);
					}
				});
			}
			catch (FrameRefusedException ex) {
				this.metrics.increment(ex.reason());
				this.runtime.execute(() -> handler.failed(ex));
			}
		});
	}

	private record Callback(Consumer<IOException> onFailure,
			Consumer<byte[]> onReply) implements Transport.ExchangeCallback {

		@Override
		public void completed(byte[] reply) {
			this.onReply.accept(reply);
		}

		@Override
		public void failed(Throwable cause) {
			this.onFailure.accept(asIoException(cause));
		}

	}

	private static IOException asIoException(Throwable cause) {
		return (cause instanceof IOException io) ? io : new IOException(cause.toString(), cause);
	}

}
