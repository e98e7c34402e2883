package io.membership.test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import io.membership.netty.NettyTransportFactory;
import io.membership.runtime.HostNetwork;
import io.membership.runtime.NodeRuntime;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportFactory;
import io.membership.runtime.TransportHandler;
import io.membership.runtime.TransportOptions;
import org.jspecify.annotations.Nullable;

/**
 * Real sockets between which a test can put a partition: a member sends nothing to
 * another side, and neither connects to it.
 */
final class SeparableTransports implements TransportFactory, AutoCloseable {

	private final NettyTransportFactory sockets = new NettyTransportFactory();

	private volatile List<Set<InetSocketAddress>> sides = List.of();

	/** Separates addresses from all others. Replaces an earlier separation. */
	void separate(Collection<InetSocketAddress> side) {
		this.sides = List.of(Set.copyOf(side));
	}

	/** Returns whether there was a separation. */
	boolean heal() {
		boolean separated = !this.sides.isEmpty();
		this.sides = List.of();
		return separated;
	}

	boolean connects(InetSocketAddress from, InetSocketAddress to) {
		return this.sides.stream().allMatch((side) -> side.contains(from) == side.contains(to));
	}

	@Override
	public Transport bind(TransportOptions options) throws IOException {
		return new SeparableTransport(this.sockets.bind(options));
	}

	@Override
	public void close() {
		this.sockets.close();
	}

	private final class SeparableTransport implements Transport {

		private final Transport transport;

		private SeparableTransport(Transport transport) {
			this.transport = transport;
		}

		private boolean reaches(InetSocketAddress to) {
			return connects(boundAddress(), to);
		}

		@Override
		public void sendPacket(InetSocketAddress to, byte[] packet, @Nullable FailureCallback onFailure) {
			if (reaches(to)) {
				this.transport.sendPacket(to, packet, onFailure);
			}
		}

		@Override
		public void sendFrame(InetSocketAddress to, byte[] frame, Duration timeout, ExchangeCallback callback) {
			if (reaches(to)) {
				this.transport.sendFrame(to, frame, timeout, callback);
			}
			else {
				refuse(to, callback);
			}
		}

		@Override
		public void exchange(InetSocketAddress to, byte[] request, Duration timeout, ExchangeCallback callback) {
			if (reaches(to)) {
				this.transport.exchange(to, request, timeout, callback);
			}
			else {
				refuse(to, callback);
			}
		}

		private void refuse(InetSocketAddress to, ExchangeCallback callback) {
			runtime().execute(() -> callback.failed(new ConnectException("the test has separated it from " + to)));
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
		public HostNetwork hostNetwork() {
			return this.transport.hostNetwork();
		}

		@Override
		public void start(TransportHandler handler) {
			this.transport.start(handler);
		}

		@Override
		public CompletionStage<Void> close() {
			return this.transport.close();
		}

	}

}
