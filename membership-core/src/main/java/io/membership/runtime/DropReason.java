package io.membership.runtime;

/**
 * Why something inbound was dropped. A fixed set, so that it can be counted and used as a
 * metric tag.
 */
public enum DropReason {

	/** Empty packet, empty compound part or empty body after decryption. */
	EMPTY,
	/** Label header is truncated, of zero length or doubled. */
	LABEL_INVALID,
	/** Label differs from ours, is missing, or is not expected. */
	LABEL_MISMATCH,
	/** Plaintext although encryption is on and incoming traffic is verified. */
	NOT_ENCRYPTED,
	/** Encrypted although no key is configured. */
	UNEXPECTED_ENCRYPTION,
	/** No key of the ring opens it, or the encrypted record is malformed. */
	DECRYPTION_FAILED,
	/** CRC-32 does not match. */
	CRC_MISMATCH,
	/** Layers in an order or depth that no legal sender produces. */
	NESTING,
	/** Unknown compression algorithm or a broken compressed body. */
	COMPRESSION_INVALID,
	/** Declared or decompressed size is over its limit. */
	TOO_LARGE,
	/** Compound header or part is truncated. */
	COMPOUND_TRUNCATED,
	/** Message type is not known or not legal here. */
	UNKNOWN_TYPE,
	/** Body cannot be decoded. */
	MALFORMED,
	/** The unfinished frames of all streams exceed the byte budget. */
	BYTE_BUDGET,
	/** Too many inbound streams, in total or from one address. */
	STREAM_LIMIT,
	/** An inbound stream did not finish in time. */
	STREAM_TIMEOUT,
	/** An inbound stream ended before its frame did. */
	STREAM_ENDED,
	/** A ping that names another node. */
	WRONG_NODE,
	/** A request to send something to an address that is no member and not allowed. */
	SOURCE_REFUSED,
	/** A member address that is not in an allowed network, or is no usable address. */
	ADDRESS_NOT_ALLOWED,
	/** A protocol version vector that is malformed or incompatible. */
	VERSION_INVALID,
	/** Member metadata over 512 bytes. */
	METADATA_TOO_LARGE,
	/** A member name that is empty or over its limit. */
	NAME_INVALID,
	/** The member table is full. */
	MEMBER_LIMIT,
	/** An incarnation in the range that is reserved so that it can never be exhausted. */
	INCARNATION_RESERVED,
	/** The queue towards the application's listeners is full. */
	APPLICATION_QUEUE_FULL,
	/** An unexpected error in the handler; the packet was dropped, the member goes on. */
	INTERNAL_ERROR

}
