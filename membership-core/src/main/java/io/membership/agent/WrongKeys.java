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
 * Counts wrong keys by address, so that a new connection does not reset the count. For
 * IPv6 it counts by the first 64 bits, as a client can choose the other half freely.
 * Bounded; thread-safe.
 */
final class WrongKeys {

	static final Duration WINDOW = Duration.ofMinutes(1);

	/** Number of addresses; beyond it, the one with the oldest window is forgotten. */
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
	 * @param limit number of wrong keys that an address may try within the window
	 * @param clock returns nanoseconds
	 */
	WrongKeys(int limit, LongSupplier clock) {
		this.limit = limit;
		this.clock = clock;
	}

	/** Returns whether an address has tried more wrong keys than allowed. */
	synchronized boolean areTooMany(SocketAddress address) {
		forgetOld();
		Tries found = this.tries.get(source(address));
		return found != null && found.count() > this.limit;
	}

	/** Counts a wrong key. */
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
