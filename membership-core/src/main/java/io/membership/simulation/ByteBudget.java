package io.membership.simulation;

/** Bytes of unfinished frames that one transport may hold. */
final class ByteBudget {

	private final long limit;

	private long used;

	ByteBudget(long limit) {
		this.limit = limit;
	}

	boolean take(int bytes) {
		if (this.used + bytes > this.limit) {
			return false;
		}
		this.used += bytes;
		return true;
	}

	void release(int bytes) {
		this.used -= bytes;
	}

	long used() {
		return this.used;
	}

}
