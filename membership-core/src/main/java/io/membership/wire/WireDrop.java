package io.membership.wire;

import io.membership.Internal;
import io.membership.runtime.DropReason;

/** Reasons why bytes of a peer cannot be decoded. */
@Internal
public enum WireDrop implements DropReason {

	/** The packet, a compound part or the body after decryption is empty. */
	EMPTY,
	/** The label header is truncated, of zero length or doubled. */
	LABEL_INVALID,
	/** The label differs from ours, is missing, or is not expected. */
	LABEL_MISMATCH,
	/** Plaintext although encryption is on and inbound traffic is verified. */
	NOT_ENCRYPTED,
	/** Encrypted although no key is configured. */
	UNEXPECTED_ENCRYPTION,
	/** No key of the ring decrypts the encrypted record, or the record is malformed. */
	DECRYPTION_FAILED,
	/** The CRC-32 does not match. */
	CRC_MISMATCH,
	/** Layers or values are nested in an order or depth that no legal sender produces. */
	NESTING,
	/** The compression algorithm is unknown or the compressed body malformed. */
	COMPRESSION_INVALID,
	/** A declared or decompressed size is over its limit. */
	TOO_LARGE,
	/** A compound header or part is truncated. */
	COMPOUND_TRUNCATED,
	/** The message type is unknown or not legal here. */
	UNKNOWN_TYPE,
	/** The body cannot be decoded. */
	MALFORMED,
	/** A protocol version, or vector of versions, is malformed or incompatible. */
	VERSION_INVALID

}
