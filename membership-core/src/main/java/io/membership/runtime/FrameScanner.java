package io.membership.runtime;

/**
 * Finds the end of one stream frame while its bytes arrive. A scanner serves one stream,
 * on one thread at a time, and remembers its position, so that calling it again after
 * every read costs time in proportion to the new bytes only.
 */
public interface FrameScanner {

	/** Result of {@link #scan} when the frame is not complete yet. */
	int NEED_MORE = -1;

	/**
	 * Scans the bytes received so far.
	 * @param buffer the received bytes, starting with the first byte of the stream
	 * @param length number of received bytes
	 * @return the length of the whole frame once it is known to be in the buffer,
	 * otherwise {@link #NEED_MORE}
	 * @throws FrameRefusedException if the frame is malformed or declares more than its
	 * limit; the stream must then be closed
	 */
	int scan(byte[] buffer, int length) throws FrameRefusedException;

}
