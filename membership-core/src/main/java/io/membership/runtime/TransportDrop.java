package io.membership.runtime;

/** Reasons why a transport drops inbound traffic. */
public enum TransportDrop implements DropReason {

	/** A frame or reply is over its limit. */
	TOO_LARGE,
	/** The unfinished frames of all streams exceed the byte budget. */
	BYTE_BUDGET,
	/** Too many inbound streams, in total or from one address. */
	STREAM_LIMIT,
	/** An inbound stream was not completed in time. */
	STREAM_TIMEOUT,
	/** An inbound stream ended before its frame was complete. */
	STREAM_ENDED,
	/** The handler threw an unexpected exception; the member goes on. */
	INTERNAL_ERROR

}
