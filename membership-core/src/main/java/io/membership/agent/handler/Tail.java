package io.membership.agent.handler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The last bytes of a program's output. Not thread-safe. */
final class Tail {

	/** Number of bytes kept, as in Serf. */
	static final int CAPACITY = 8 * 1024;

	/**
	 * Number of bytes read at a time, so that a program that never stops writing cannot
	 * block the reader.
	 */
	private static final int MAX_READ = 64 * 1024;

	private final byte[] ring = new byte[CAPACITY];

	private long total;

	/** Reads the available bytes without waiting for more. */
	void readAvailable(InputStream in) throws IOException {
		int left = MAX_READ;
		int available = in.available();
		while (available > 0 && left > 0) {
			byte[] read = in.readNBytes(Math.min(available, left));
			add(read);
			left -= read.length;
			available = (read.length > 0) ? in.available() : 0;
		}
	}

	void add(byte[] bytes) {
		for (int i = Math.max(0, bytes.length - CAPACITY); i < bytes.length; i++) {
			this.ring[(int) ((this.total + i) % CAPACITY)] = bytes[i];
		}
		this.total += bytes.length;
	}

	/** Returns the total number of bytes written. */
	long total() {
		return this.total;
	}

	boolean isTruncated() {
		return this.total > CAPACITY;
	}

	byte[] bytes() {
		byte[] bytes = new byte[(int) Math.min(this.total, CAPACITY)];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = this.ring[(int) ((this.total - bytes.length + i) % CAPACITY)];
		}
		return bytes;
	}

	/**
	 * Returns the bytes as text, with replacement characters for bytes that are not
	 * UTF-8.
	 */
	String text() {
		return new String(bytes(), StandardCharsets.UTF_8);
	}

}
