package io.membership.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Keeps the most recently written bytes. Thread-safe. */
final class BoundedBuffer {

	private static final int LIMIT = 200_000;

	private final Deque<byte[]> chunks = new ArrayDeque<>();

	private int size;

	private boolean cut;

	synchronized void write(byte[] bytes, int offset, int length) {
		byte[] chunk = new byte[length];
		System.arraycopy(bytes, offset, chunk, 0, length);
		this.chunks.add(chunk);
		this.size += length;
		while (this.size > LIMIT && this.chunks.size() > 1) {
			this.size -= this.chunks.remove().length;
			this.cut = true;
		}
	}

	synchronized void clear() {
		this.chunks.clear();
		this.size = 0;
		this.cut = false;
	}

	@Override
	public synchronized String toString() {
		byte[] all = new byte[this.size];
		int at = 0;
		for (byte[] chunk : this.chunks) {
			System.arraycopy(chunk, 0, all, at, chunk.length);
			at += chunk.length;
		}
		return (this.cut ? "... more before ...\n" : "") + new String(all, StandardCharsets.UTF_8);
	}

}
