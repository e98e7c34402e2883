package io.membership.runtime;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The address that a transport binds, and its limits.
 *
 * @param bind the address and port to bind; port 0 picks a port that is free for both UDP
 * and TCP
 * @param streamTimeout limit for the whole life of an inbound stream
 * @param maxFrameBytes the transport refuses longer frames, even if the scanner accepts
 * them
 * @param maxInboundStreams inbound streams open at the same time; more are closed at once
 * @param maxInboundStreamsPerAddress the same, for one remote IP address
 * @param inboundByteBudget bytes of unfinished inbound and reply frames that may be
 * buffered at the same time over all streams; a stream that would exceed it is closed
 * @param udpReceiveBufferBytes requested size of the socket's receive buffer; halved
 * until the operating system accepts it
 */
public record TransportOptions(InetSocketAddress bind, Duration streamTimeout, int maxFrameBytes, int maxInboundStreams,
		int maxInboundStreamsPerAddress, long inboundByteBudget, int udpReceiveBufferBytes) {

	/** Largest frame that memberlist accepts, with room for the frame's own header. */
	public static final int DEFAULT_MAX_FRAME_BYTES = 20 * 1024 * 1024 + 1024;

	/**
	 * Returns options with default limits.
	 * @param bind the address and port to bind
	 * @param streamTimeout limit for the whole life of an inbound stream
	 * @return the options
	 */
	public static TransportOptions of(InetSocketAddress bind, Duration streamTimeout) {
		return new TransportOptions(bind, streamTimeout, DEFAULT_MAX_FRAME_BYTES, 256, 64, 64L * 1024 * 1024,
				2 * 1024 * 1024);
	}

}
