package io.membership.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.membership.runtime.DropReason;
import io.membership.runtime.FrameScanner;
import io.membership.runtime.NodeRuntime;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportFactory;
import io.membership.runtime.TransportHandler;
import io.membership.runtime.TransportOptions;
import org.jspecify.annotations.Nullable;

/**
 * Real sockets between which packets are lost, both ways, while streams go through: what
 * a firewall does that knows only TCP.
 */
final class LossyTransports implements TransportFactory {

	private final TransportFactory real;

	private final Set<InetSocketAddress> cut = ConcurrentHashMap.newKeySet();

	private final AtomicInteger lostInbound = new AtomicInteger();

	LossyTransports(TransportFactory real) {
		this.real = real;
	}

	/**
	 * From now on packets to and from an address are lost.
	 * @param address the other side
	 */
	void losePackets(InetSocketAddress address) {
		this.cut.add(address);
	}

	/**
	 * How many packets have been lost on their way to us.
	 * @return the count
	 */
	int lostInbound() {
		return this.lostInbound.get();
	}

	@Override
	public Transport bind(TransportOptions options) throws IOException {
		return new LossyTransport(this.real.bind(options));
	}

	private final class LossyTransport implements Transport {

		private final Transport transport;

		LossyTransport(Transport transport) {
			this.transport = transport;
		}

		@Override
		public void sendPacket(InetSocketAddress to, byte[] packet, @Nullable FailureCallback onFailure) {
			if (!LossyTransports.this.cut.contains(to)) {
				this.transport.sendPacket(to, packet, onFailure);
			}
		}

		@Override
		public void start(TransportHandler handler) {
			this.transport.start(new LossyHandler(handler));
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
		public void sendFrame(InetSocketAddress to, byte[] frame, Duration timeout, ExchangeCallback callback) {
			this.transport.sendFrame(to, frame, timeout, callback);
		}

		@Override
		public void exchange(InetSocketAddress to, byte[] request, Duration timeout, ExchangeCallback callback) {
			this.transport.exchange(to, request, timeout, callback);
		}

		@Override
		public CompletionStage<Void> close() {
			return this.transport.close();
		}

	}

	private final class LossyHandler implements TransportHandler {

		private final TransportHandler handler;

		LossyHandler(TransportHandler handler) {
			this.handler = handler;
		}

		@Override
		public void packet(InetSocketAddress from, byte[] packet) {
			if (LossyTransports.this.cut.contains(from)) {
				LossyTransports.this.lostInbound.incrementAndGet();
			}
			else {
				this.handler.packet(from, packet);
			}
		}

		@Override
		public void frame(InetSocketAddress from, byte[] frame, FrameReply reply) {
			this.handler.frame(from, frame, reply);
		}

		@Override
		public void dropped(DropReason reason) {
			this.handler.dropped(reason);
		}

		@Override
		public FrameScanner requestScanner() {
			return this.handler.requestScanner();
		}

		@Override
		public FrameScanner replyScanner() {
			return this.handler.replyScanner();
		}

	}

}
