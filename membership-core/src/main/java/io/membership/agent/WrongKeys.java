package io.membership.agent;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts the wrong keys that came from each address, so that a new connection is no new
 * start for who guesses. Of an IPv6 address only the first half counts: the other half is
 * free to choose for whoever has one. Bounded; thread-safe.
 */
final class WrongKeys {

	static final Duration WINDOW = Duration.ofMinutes(1);

	/** When there are more, the one that began first is forgotten. */
	static final int MAX_ADDRESSES = 1024;

	private static final int IPV6_NETWORK_BYTES = 8;

	private final int limit;

	private final LongSupplier clock;

	private final Map<Object, Tries> tries = new LinkedHashMap<>();

	/** Wrong keys within a window that began at a time. */
	private record Tries(long began, int count) {
	}

	/**
	 * Creates an empty table.
	 * @param limit wrong keys that an address may try within the window
	 * @param clock nanoseconds
	 */
	WrongKeys(int limit, LongSupplier clock) {
		this.limit = limit;
		this.clock = clock;
	}

	/** Whether more wrong keys have come from an address than it may try. */
	synchronized boolean areTooMany(SocketAddress address) {
		forgetOld();
		Tries found = this.tries.get(source(address));
		return found != null && found.count() > this.limit;
	}

	/** A wrong key has come. */
	synchronized void add(SocketAddress address) {
		forgetOld();
		this.tries.merge(source(address), new Tries(this.clock.getAsLong(), 1),
				(old, one) -> new Tries(old.began(), old.count() + 1));
		if (this.tries.size() > MAX_ADDRESSES) {
			this.tries.remove(this.tries.keySet().iterator().next());
		}
	}

	private void forgetOld() {
		long now = this.clock.getAsLong();
		this.tries.values().removeIf((old) -> now - old.began() >= WINDOW.toNanos());
	}

	private static Object source(SocketAddress address) {
		if (address instanceof InetSocketAddress socket && socket.getAddress() != null) {
			byte[] bytes = socket.getAddress().getAddress();
			int length = (socket.getAddress() instanceof Inet6Address) ? IPV6_NETWORK_BYTES : bytes.length;
			return ByteBuffer.wrap(bytes, 0, length);
		}
		return address;
	}

}
