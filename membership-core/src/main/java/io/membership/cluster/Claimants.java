package io.membership.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Tracks the nodes that claim the name of another one. Such a node need not be a member,
 * and still receives the answers to its query about the name. Confined to the event loop.
 */
final class Claimants {

	private static final long CLAIM_NANOS = Duration.ofMinutes(1).toNanos();

	private static final int MAX_CLAIMANTS = 64;

	private final LongSupplier clock;

	/** The time of the latest claim by address. */
	private final Map<InetSocketAddress, Long> claimants = new LinkedHashMap<>();

	/**
	 * Creates an empty table.
	 * @param clock nanoseconds
	 */
	Claimants(LongSupplier clock) {
		this.clock = clock;
	}

	void add(InetSocketAddress address) {
		this.claimants.remove(address);
		if (this.claimants.size() >= MAX_CLAIMANTS) {
			this.claimants.remove(this.claimants.keySet().iterator().next());
		}
		this.claimants.put(address, this.clock.getAsLong());
	}

	/** Returns the address of a message if a node at that address claims a name. */
	@Nullable InetSocketAddress find(byte @Nullable [] address, int port) {
		if (address == null || this.claimants.isEmpty()) {
			return null;
		}
		this.claimants.values().removeIf((since) -> this.clock.getAsLong() - since > CLAIM_NANOS);
		for (InetSocketAddress claimant : this.claimants.keySet()) {
			if (claimant.getPort() == port && isSame(claimant.getAddress(), address)) {
				return claimant;
			}
		}
		return null;
	}

	/**
	 * Returns whether an address from the wire, as IPv4 or as IPv4-mapped IPv6, equals
	 * this address.
	 */
	static boolean isSame(InetAddress address, byte @Nullable [] raw) {
		try {
			return raw != null && InetAddress.getByAddress(raw).equals(address);
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
