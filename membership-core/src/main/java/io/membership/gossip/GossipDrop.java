package io.membership.gossip;

import io.membership.runtime.DropReason;

/** Reasons of the protocol to drop messages that were decoded. */
public enum GossipDrop implements DropReason {

	/** A ping names another node. */
	WRONG_NODE,
	/** A peer asks to send something to an address that is no member and not allowed. */
	SOURCE_REFUSED,
	/** A member's address is not in an allowed network, or is no usable address. */
	ADDRESS_NOT_ALLOWED,
	/** A member's metadata is over 512 bytes. */
	METADATA_TOO_LARGE,
	/** A member's name is empty or over its limit. */
	NAME_INVALID,
	/** The member table is full. */
	MEMBER_LIMIT,
	/** An incarnation is in the range that is reserved so that it can never run out. */
	INCARNATION_RESERVED,
	/** The queue towards the application's listeners is full. */
	APPLICATION_QUEUE_FULL

}
