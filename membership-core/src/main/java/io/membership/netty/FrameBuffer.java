package io.membership.netty;

import java.util.Arrays;

import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.FrameScanner;
import io.membership.runtime.TransportDrop;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Collects the bytes of one stream until its scanner finds the end of the frame. Grows
 * with the bytes that have arrived, by at most half more than that and never by the
 * length that the frame declares, and charges the byte budget until it is released.
 */
final class FrameBuffer {

	private static final byte[] NOTHING = {};

	private final FrameScanner scanner;

	private final ByteBudget budget;

	private final int maxFrameBytes;

	private byte[] bytes = NOTHING;

	private int length;

	private long taken;

	FrameBuffer(FrameScanner scanner, ByteBudget budget, int maxFrameBytes) {
		this.scanner = scanner;
		this.budget = budget;
		this.maxFrameBytes = maxFrameBytes;
	}

	/**
	 * Adds received bytes.
	 * @param read the bytes; the caller releases them
	 * @return the whole frame once it has arrived; bytes behind it are ignored
	 * @throws FrameRefusedException if the frame is malformed, over its limit, or over
	 * the byte budget of all streams
	 */
	byte @Nullable [] add(ByteBuf read) throws FrameRefusedException {
		int count = read.readableBytes();
		if (count == 0) {
			return null;
		}
		makeRoom(count);
		read.readBytes(this.bytes, this.length, count);
		this.length += count;
		int end = this.scanner.scan(this.bytes, this.length);
		boolean needsMore = end == FrameScanner.NEED_MORE;
		if (needsMore ? this.length >= this.maxFrameBytes : end > this.maxFrameBytes) {
			throw new FrameRefusedException(TransportDrop.TOO_LARGE,
					"the frame is longer than " + this.maxFrameBytes + " bytes");
		}
		if (needsMore) {
			return null;
		}
		byte[] frame = (end == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, end);
		this.bytes = NOTHING;
		return frame;
	}

	/** Returns the number of bytes received. */
	int length() {
		return this.length;
	}

	/** Returns the charged bytes to the budget. Idempotent. */
	void release() {
		this.bytes = NOTHING;
		this.budget.giveBack(this.taken);
		this.taken = 0;
	}

	private void makeRoom(int count) throws FrameRefusedException {
		// An int is enough: the frame limit is one, and a read is much smaller.
		int needed = Math.addExact(this.length, count);
		if (needed <= this.bytes.length) {
			return;
		}
		int capacity = Math.max(needed, (int) Math.min(needed + (long) this.length / 2, this.maxFrameBytes));
		if (!this.budget.take(capacity - this.taken)) {
			capacity = needed;
			if (!this.budget.take(capacity - this.taken)) {
				throw new FrameRefusedException(TransportDrop.BYTE_BUDGET,
						"no room for " + needed + " bytes: the unfinished frames of all streams hold too much");
			}
		}
		this.taken = capacity;
		this.bytes = Arrays.copyOf(this.bytes, capacity);
	}

}
