package io.membership.runtime;

/** Reasons of a transport to drop inbound traffic. */
public enum TransportDrop implements DropReason {

	/** A frame or reply is over its limit. */
	TOO_LARGE,
	/** The unfinished frames of all streams exceed the byte budget. */
	BYTE_BUDGET,
	/** Too many inbound streams, in total or from one address. */
	STREAM_LIMIT,
	/** An inbound stream did not finish in time. */
	STREAM_TIMEOUT,
	/** An inbound stream ended before its frame did. */
	STREAM_ENDED,
	/** The handler threw an unexpected exception; the member goes on. */
	INTERNAL_ERROR

}
