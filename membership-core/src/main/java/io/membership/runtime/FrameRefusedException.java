package io.membership.runtime;

import java.io.IOException;

/** A stream frame is malformed or over its limit; the stream must be closed. */
public class FrameRefusedException extends IOException {

	private static final long serialVersionUID = 1L;

	private final DropReason reason;

	/**
	 * Creates the exception.
	 * @param reason the reason for refusing the frame
	 * @param message details, without secrets
	 */
	public FrameRefusedException(DropReason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Returns the reason for refusing the frame.
	 * @return the reason
	 */
	public DropReason reason() {
		return this.reason;
	}

}
