package io.membership.runtime;

/**
 * Finds the end of one stream frame while its bytes arrive. A scanner is used for one
 * stream by one thread at a time, and remembers how far it has looked, so that calling it
 * again after every read costs time in proportion to the new bytes only.
 */
public interface FrameScanner {

	/** Answer of {@link #scan} when the frame is not complete yet. */
	int NEED_MORE = -1;

	/**
	 * Looks at all bytes received so far.
	 * @param buffer the received bytes, starting with the first byte of the stream
	 * @param length how many of them are there
	 * @return the length of the whole frame once it is known to be in the buffer, else
	 * {@link #NEED_MORE}
	 * @throws FrameRefusedException if the frame is malformed or declares more than its
	 * limit; the stream must then be closed
	 */
	int scan(byte[] buffer, int length) throws FrameRefusedException;

}
