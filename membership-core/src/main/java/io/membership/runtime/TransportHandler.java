package io.membership.runtime;

import java.net.InetSocketAddress;

/**
 * Handles the inbound traffic of a {@link Transport}. All methods are called on the event
 * loop, except {@link #requestScanner()} and {@link #replyScanner()}, which may be called
 * on any thread and return a new scanner each time.
 */
public interface TransportHandler {

	/**
	 * Called when a datagram has arrived.
	 * @param from the sender's socket address
	 * @param packet the whole datagram, owned by the handler
	 */
	void packet(InetSocketAddress from, byte[] packet);

	/**
	 * Called when a whole request frame has arrived on an inbound stream.
	 * @param from the sender's socket address
	 * @param frame the whole frame, owned by the handler
	 * @param reply answers with at most one frame; the handler must call one of its
	 * methods exactly once, now or later
	 */
	void frame(InetSocketAddress from, byte[] frame, FrameReply reply);

	/**
	 * Called when inbound traffic was dropped before it became a packet or frame.
	 * @param reason the reason
	 */
	void dropped(DropReason reason);

	/**
	 * Creates the scanner that finds the end of a request frame on an inbound stream.
	 * @return a new scanner
	 */
	FrameScanner requestScanner();

	/**
	 * Creates the scanner that finds the end of a reply frame on an outbound stream.
	 * @return a new scanner
	 */
	FrameScanner replyScanner();

	/** Answers one inbound frame. Called on the event loop. */
	interface FrameReply {

		/**
		 * Writes the reply frame, then closes the stream.
		 * @param frame the whole frame
		 */
		void send(byte[] frame);

		/** Closes the stream without a reply. */
		void close();

	}

}
