package io.membership.wire;

import io.membership.runtime.DropReason;
import io.membership.runtime.FrameRefusedException;

/**
 * Bytes from the network that cannot be used. The message is safe to log and to answer
 * with: it holds no secrets, and text from the wire only in escaped form.
 * <p>
 * It has no stack trace: it says something about a peer's bytes, not about this code, and
 * whoever can send packets must not be able to make the receiver pay for stack traces.
 */
public final class WireException extends FrameRefusedException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param reason why the bytes are refused
	 * @param message details, without secrets
	 */
	public WireException(DropReason reason, String message) {
		super(reason, message);
	}

	/** Costs nothing: a peer can cause any number of these. */
	@Override
	@SuppressWarnings("UnsynchronizedOverridesSynchronized")
	public Throwable fillInStackTrace() {
		return this;
	}

}
