package io.membership.netty;

/**
 * How many bytes all streams of a member may hold in buffers together. Used on the event
 * loop only.
 */
final class ByteBudget {

	private long left;

	ByteBudget(long bytes) {
		this.left = bytes;
	}

	boolean take(long bytes) {
		if (bytes > this.left) {
			return false;
		}
		this.left -= bytes;
		return true;
	}

	void giveBack(long bytes) {
		this.left += bytes;
	}

	long left() {
		return this.left;
	}

}
