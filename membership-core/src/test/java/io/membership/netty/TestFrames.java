package io.membership.netty;

import java.nio.ByteBuffer;

import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.FrameScanner;
import io.membership.runtime.TransportDrop;
import io.membership.wire.WireDrop;

/** Frames for tests of the transport: four bytes that say how many bytes follow. */
final class TestFrames {

	static final int HEADER = 4;

	/** A declared length that no limit of the tests allows. */
	static final int DECLARED_LIMIT = 64 * 1024 * 1024;

	private TestFrames() {
	}

	static byte[] frame(byte[] payload) {
		return ByteBuffer.allocate(HEADER + payload.length).putInt(payload.length).put(payload).array();
	}

	static byte[] frame(int payloadBytes) {
		byte[] payload = new byte[payloadBytes];
		for (int i = 0; i < payloadBytes; i++) {
			payload[i] = (byte) (i * 31);
		}
		return frame(payload);
	}

	static byte[] header(int declared) {
		return ByteBuffer.allocate(HEADER).putInt(declared).array();
	}

	static FrameScanner scanner() {
		return (buffer, length) -> {
			if (length < HEADER) {
				return FrameScanner.NEED_MORE;
			}
			int declared = ByteBuffer.wrap(buffer).getInt();
			if (declared < 0) {
				throw new FrameRefusedException(WireDrop.MALFORMED, "negative length " + declared);
			}
			if (declared > DECLARED_LIMIT) {
				throw new FrameRefusedException(TransportDrop.TOO_LARGE, "declared length " + declared);
			}
			return (length >= HEADER + declared) ? HEADER + declared : FrameScanner.NEED_MORE;
		};
	}

}
