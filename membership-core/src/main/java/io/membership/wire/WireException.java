package io.membership.wire;

import io.membership.Internal;
import io.membership.runtime.DropReason;
import io.membership.runtime.FrameRefusedException;

/**
 * Bytes from the network that cannot be used. The message is safe to log and to send
 * back: it holds no secrets, and text from the wire only in escaped form.
 * <p>
 * It has no stack trace: it describes a peer's bytes rather than a fault of this code,
 * and a sender of packets must not be able to make the receiver pay for stack traces.
 */
@Internal
public final class WireException extends FrameRefusedException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param reason the reason for refusing the bytes
	 * @param message details, without secrets
	 */
	public WireException(DropReason reason, String message) {
		super(reason, message);
	}

	/**
	 * Does nothing, so that an exception is cheap: a peer can cause any number of them.
	 */
	@Override
	@SuppressWarnings("UnsynchronizedOverridesSynchronized")
	public Throwable fillInStackTrace() {
		return this;
	}

}
