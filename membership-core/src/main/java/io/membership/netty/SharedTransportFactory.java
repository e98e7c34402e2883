package io.membership.netty;

import java.io.IOException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.membership.runtime.Transport;
import io.membership.runtime.TransportFactory;
import io.membership.runtime.TransportOptions;

/**
 * A factory that lives as long as its transports: created with the first, closed after
 * the last.
 */
final class SharedTransportFactory implements TransportFactory {

	private final Supplier<NettyTransportFactory> creator;

	private @Nullable NettyTransportFactory current;

	private int users;

	SharedTransportFactory(Supplier<NettyTransportFactory> creator) {
		this.creator = creator;
	}

	@Override
	public Transport bind(TransportOptions options) throws IOException {
		NettyTransportFactory factory = acquire();
		try {
			NettyTransport transport = factory.bindTransport(options);
			transport.whenClosed(this::release);
			return transport;
		}
		catch (IOException | RuntimeException | Error ex) {
			release();
			throw ex;
		}
	}

	private synchronized NettyTransportFactory acquire() {
		NettyTransportFactory factory = this.current;
		if (factory == null) {
			factory = this.creator.get();
			this.current = factory;
		}
		this.users++;
		return factory;
	}

	private void release() {
		NettyTransportFactory unused = null;
		synchronized (this) {
			if (--this.users == 0) {
				unused = this.current;
				this.current = null;
			}
		}
		if (unused != null) {
			unused.close();
		}
	}

}
