package io.membership.benchmarks.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

import io.membership.runtime.NodeRuntime;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportFactory;
import io.membership.runtime.TransportHandler;
import io.membership.runtime.TransportOptions;
import org.jspecify.annotations.Nullable;

/**
 * Counts the traffic of the members: packets when they are passed to the transport, and
 * the bytes of streams in both directions at the connecting side, so that each exchange
 * counts once.
 */
final class CountingTransports implements TransportFactory {

	private final TransportFactory transports;

	private final LongAdder packets = new LongAdder();

	private final LongAdder packetBytes = new LongAdder();

	private final LongAdder streams = new LongAdder();

	private final LongAdder streamBytes = new LongAdder();

	CountingTransports(TransportFactory transports) {
		this.transports = transports;
	}

	/** The traffic up to one moment. */
	record Traffic(long packets, long packetBytes, long streams, long streamBytes) {

		Traffic since(Traffic before) {
			return new Traffic(this.packets - before.packets, this.packetBytes - before.packetBytes,
					this.streams - before.streams, this.streamBytes - before.streamBytes);
		}

	}

	Traffic traffic() {
		return new Traffic(this.packets.sum(), this.packetBytes.sum(), this.streams.sum(), this.streamBytes.sum());
	}

	@Override
	public Transport bind(TransportOptions options) throws IOException {
		return new CountingTransport(this.transports.bind(options));
	}

	private final class CountingTransport implements Transport {

		private final Transport transport;

		private CountingTransport(Transport transport) {
			this.transport = transport;
		}

		@Override
		public NodeRuntime runtime() {
			return this.transport.runtime();
		}

		@Override
		public InetSocketAddress boundAddress() {
			return this.transport.boundAddress();
		}

		@Override
		public void start(TransportHandler handler) {
			this.transport.start(handler);
		}

		@Override
		public void sendPacket(InetSocketAddress to, byte[] packet, @Nullable FailureCallback onFailure) {
			CountingTransports.this.packets.increment();
			CountingTransports.this.packetBytes.add(packet.length);
			this.transport.sendPacket(to, packet, onFailure);
		}

		@Override
		public void sendFrame(InetSocketAddress to, byte[] frame, Duration timeout, ExchangeCallback callback) {
			connecting(frame);
			this.transport.sendFrame(to, frame, timeout, callback);
		}

		@Override
		public void exchange(InetSocketAddress to, byte[] request, Duration timeout, ExchangeCallback callback) {
			connecting(request);
			this.transport.exchange(to, request, timeout, new ExchangeCallback() {
				@Override
				public void completed(byte[] reply) {
					CountingTransports.this.streamBytes.add(reply.length);
					callback.completed(reply);
				}

				@Override
				public void failed(Throwable cause) {
					callback.failed(cause);
				}
			});
		}

		@Override
		public CompletionStage<Void> close() {
			return this.transport.close();
		}

		private void connecting(byte[] frame) {
			CountingTransports.this.streams.increment();
			CountingTransports.this.streamBytes.add(frame.length);
		}

	}

}
