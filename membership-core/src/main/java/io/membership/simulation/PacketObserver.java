package io.membership.simulation;

import java.net.InetSocketAddress;

/** Sees every packet of a simulation once its outcome is known. */
@FunctionalInterface
public interface PacketObserver {

	/**
	 * A packet was delivered, just before the handler sees it, or was dropped. A packet
	 * that the network duplicates is reported once for each copy. An exception fails the
	 * simulation.
	 * @param from the sender
	 * @param to the destination
	 * @param packet the bytes as they arrived; must not be changed
	 * @param outcome what became of it
	 */
	void packet(InetSocketAddress from, InetSocketAddress to, byte[] packet, PacketOutcome outcome);

}
