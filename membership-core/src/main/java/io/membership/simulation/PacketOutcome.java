package io.membership.simulation;

/** What became of a packet on its way. */
public enum PacketOutcome {

	/** Handed to the receiver's handler. */
	DELIVERED,
	/** Lost at random. */
	LOST,
	/** Stopped by a cut, a partition, or a link that blocks packets. */
	BLOCKED,
	/** Bigger than the link's largest datagram. */
	TOO_BIG,
	/** Could not be written: the sender was told that there is no route. */
	UNREACHABLE,
	/** No node is bound to the destination, or it closed before it read the packet. */
	NO_LISTENER,
	/** The receiver's socket buffer was full. */
	SOCKET_FULL

}
