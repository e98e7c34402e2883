package io.membership.agent;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Buffers the records of one stream. Any thread adds records; the event loop sends them
 * as fast as the client reads. Records beyond the limits are dropped, so a slow client
 * delays no other thread.
 */
final class RecordBuffer {

	private final byte[] header;

	private final int capacity;

	private final long maxBytes;

	/** Bytes buffered in all streams of the connection. */
	private final AtomicLong bytes;

	private final RecordPump pump;

	private final Queue<byte[]> records = new ArrayDeque<>();

	private boolean open;

	private boolean closed;

	private boolean ended;

	private boolean dropping;

	RecordBuffer(long seq, int capacity, long maxBytes, AtomicLong bytes, RecordPump pump) {
		this.header = IpcWriter.header(seq, "").toBytes();
		this.capacity = capacity;
		this.maxBytes = maxBytes;
		this.bytes = bytes;
		this.pump = pump;
	}

	/** Adds a record or drops it. Neither waits nor logs. */
	void offer(IpcWriter body) {
		offer(body, false);
	}

	/** Adds the record that ends the stream, even if the buffer is full. */
	void offerLast(IpcWriter body) {
		offer(body, true);
	}

	private void offer(IpcWriter body, boolean always) {
		byte[] record = concat(this.header, body.toBytes());
		synchronized (this.records) {
			if (this.closed) {
				return;
			}
			boolean room = this.records.isEmpty()
					|| this.records.size() < this.capacity && this.bytes.get() + record.length <= this.maxBytes;
			if (!room && !always) {
				warnOnce();
				return;
			}
			this.records.add(record);
			this.bytes.addAndGet(record.length);
			this.ended = always;
			if (!this.open) {
				return;
			}
		}
		this.pump.ready();
	}

	/** Reports drops once each time the client falls behind. */
	private void warnOnce() {
		if (!this.dropping) {
			this.dropping = true;
			this.pump.dropping();
		}
	}

	/** Starts sending. The client does not know the stream before. */
	void open() {
		synchronized (this.records) {
			this.open = true;
		}
		this.pump.ready();
	}

	byte @Nullable [] poll() {
		synchronized (this.records) {
			byte[] record = this.open ? this.records.poll() : null;
			if (record != null) {
				this.bytes.addAndGet(-record.length);
				this.dropping &= !this.records.isEmpty();
				if (this.ended && this.records.isEmpty()) {
					close();
				}
			}
			return record;
		}
	}

	/** Drops buffered and future records. */
	void close() {
		synchronized (this.records) {
			this.closed = true;
			this.records.forEach((record) -> this.bytes.addAndGet(-record.length));
			this.records.clear();
		}
		this.pump.remove(this);
	}

	private static byte[] concat(byte[] first, byte[] second) {
		byte[] both = new byte[first.length + second.length];
		System.arraycopy(first, 0, both, 0, first.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

}
