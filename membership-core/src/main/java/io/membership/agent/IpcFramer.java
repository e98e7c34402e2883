package io.membership.agent;

import java.util.Arrays;

import io.membership.wire.MsgpackScanner;
import io.membership.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * Splits the input of a client into msgpack values: the protocol has no length prefix,
 * the values simply follow each other. Returns a value once it is complete, and refuses
 * one that declares more than its limit before any memory is allocated for it. Each byte
 * is scanned at most twice, however the input is split.
 */
final class IpcFramer {

	private static final int FIRST_CAPACITY = 512;

	private byte[] buffer = new byte[FIRST_CAPACITY];

	/** Start of the next value. */
	private int from;

	private int end;

	private @Nullable MsgpackScanner scanner;

	private int scannerLimit;

	/** Makes room for more bytes and returns the array; {@link #added} must follow. */
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

	/** Returns the position for new bytes. */
	int position() {
		return this.end;
	}

	void added(int bytes) {
		this.end += bytes;
	}

	/**
	 * Removes the next value.
	 * @param limit the largest size of the value in bytes
	 * @return its bytes, or {@code null} if it is not complete yet
	 * @throws WireException if it is malformed, nested too deeply or too large
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

	/** Returns whether an incomplete value waits. */
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

	/** Releases the memory of a large request once the connection is idle. */
	private void reset() {
		this.from = 0;
		this.end = 0;
		if (this.buffer.length > FIRST_CAPACITY) {
			this.buffer = new byte[FIRST_CAPACITY];
		}
	}

}
