package io.membership.wire;

import io.membership.Internal;
import org.jspecify.annotations.Nullable;

/** Reads optional bytes of a message. */
@Internal
public final class WireBytes {

	private static final byte[] EMPTY = new byte[0];

	private WireBytes() {
	}

	/**
	 * Returns the bytes of a field; the wire does not distinguish absent from empty.
	 * @param bytes the field, {@code null} if it is absent
	 * @return the same array, or an empty one
	 */
	public static byte[] orEmpty(byte @Nullable [] bytes) {
		return (bytes != null) ? bytes : EMPTY;
	}

}
