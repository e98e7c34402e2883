package io.membership.agent;

import java.util.Arrays;

import io.membership.wire.MsgpackScanner;
import io.membership.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a client sends into msgpack values: the protocol has no length prefix, the
 * values are simply there one after the other. A value is handed over when all of it is
 * there, and refused as soon as it declares more than it may have, before anything is
 * allocated for it. However the bytes arrive, each is looked at twice at most.
 */
final class IpcFramer {

	private static final int FIRST_CAPACITY = 512;

	private byte[] buffer = new byte[FIRST_CAPACITY];

	/** Where the next value begins. */
	private int from;

	private int end;

	private @Nullable MsgpackScanner scanner;

	private int scannerLimit;

	/** Makes room for more bytes and says where; to be followed by {@link #added}. */
	byte[] room(int bytes) {
		if (this.from > 0) {
			System.arraycopy(this.buffer, this.from, this.buffer, 0, this.end - this.from);
			this.end -= this.from;
			this.from = 0;
			if (this.scanner != null) {
				startScan(this.scannerLimit);
			}
		}
		if (this.buffer.length - this.end < bytes) {
			this.buffer = Arrays.copyOf(this.buffer, Math.max(2 * this.buffer.length, this.end + bytes));
		}
		return this.buffer;
	}

	/** Where new bytes belong. */
	int position() {
		return this.end;
	}

	void added(int bytes) {
		this.end += bytes;
	}

	/**
	 * Takes the next value out.
	 * @param limit how many bytes it may have
	 * @return its bytes, or {@code null} if it is not complete yet
	 * @throws WireException if it is malformed, nested too deep or too large
	 */
	byte @Nullable [] next(int limit) throws WireException {
		if (this.from == this.end) {
			return null;
		}
		MsgpackScanner current = (this.scanner != null) ? this.scanner : startScan(limit);
		int valueEnd = current.scan(this.buffer, this.end);
		if (valueEnd == MsgpackScanner.NEED_MORE) {
			return null;
		}
		byte[] value = Arrays.copyOfRange(this.buffer, this.from, valueEnd);
		this.from = valueEnd;
		this.scanner = null;
		if (this.from == this.end) {
			reset();
		}
		return value;
	}

	/** Whether there is something that is no complete value, as far as is known. */
	boolean hasPartial() {
		return this.from < this.end;
	}

	private MsgpackScanner startScan(int limit) {
		MsgpackScanner started = new MsgpackScanner((long) this.from + limit);
		started.start(this.from);
		this.scanner = started;
		this.scannerLimit = limit;
		return started;
	}

	/** An idle connection keeps no memory of the large request it once had. */
	private void reset() {
		this.from = 0;
		this.end = 0;
		if (this.buffer.length > FIRST_CAPACITY) {
			this.buffer = new byte[FIRST_CAPACITY];
		}
	}

}
