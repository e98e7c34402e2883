package io.membership.simulation;

import java.util.Arrays;

import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.FrameScanner;
import io.membership.runtime.TransportDrop;
import org.jspecify.annotations.Nullable;

/** Collects the bytes of one stream until its scanner says that the frame is whole. */
final class FrameAssembler {

	/** Fills the buffer behind the received bytes, where a scanner must not look. */
	private static final byte JUNK = (byte) 0xA5;

	private final FrameScanner scanner;

	private final int maxFrameBytes;

	private final ByteBudget budget;

	private byte[] buffer = TraceHash.NO_BYTES;

	private int length;

	FrameAssembler(FrameScanner scanner, int maxFrameBytes, ByteBudget budget) {
		this.scanner = scanner;
		this.maxFrameBytes = maxFrameBytes;
		this.budget = budget;
	}

	/**
	 * Adds bytes that have arrived.
	 * @return the frame, or {@code null} if more is needed
	 * @throws FrameRefusedException if the frame is refused or over a limit
	 */
	byte @Nullable [] add(byte[] chunk) throws FrameRefusedException {
		if (!this.budget.take(chunk.length)) {
			throw new FrameRefusedException(TransportDrop.BYTE_BUDGET, "unfinished frames exceed the byte budget");
		}
		append(chunk);
		int end = this.scanner.scan(this.buffer, this.length);
		if (end > this.maxFrameBytes || (end == FrameScanner.NEED_MORE && this.length >= this.maxFrameBytes)) {
			throw new FrameRefusedException(TransportDrop.TOO_LARGE,
					"frame is longer than the limit of " + this.maxFrameBytes + " bytes");
		}
		if (end == FrameScanner.NEED_MORE) {
			return null;
		}
		if (end < 0 || end > this.length) {
			throw new IllegalStateException(
					"scanner found a frame of " + end + " bytes in a buffer of " + this.length + " bytes");
		}
		byte[] frame = Arrays.copyOf(this.buffer, end);
		release();
		return frame;
	}

	private void append(byte[] chunk) {
		int needed = this.length + chunk.length;
		if (needed > this.buffer.length) {
			int capacity = (this.length == 0) ? needed + 16 : needed * 2;
			this.buffer = Arrays.copyOf(this.buffer, capacity);
			Arrays.fill(this.buffer, needed, capacity, JUNK);
		}
		System.arraycopy(chunk, 0, this.buffer, this.length, chunk.length);
		this.length = needed;
	}

	/** Gives the bytes back; the assembler is not used any more. */
	void release() {
		this.budget.release(this.length);
		this.length = 0;
		this.buffer = TraceHash.NO_BYTES;
	}

}
