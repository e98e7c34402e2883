package io.membership.simulation;

/**
 * Traffic through the sockets of one address, or of all, since the simulation began.
 * Headers of IP, UDP and TCP are not counted.
 *
 * @param packetsSent packets written, delivered or not
 * @param packetBytesSent their bytes
 * @param packetsReceived packets handed to the handler
 * @param packetBytesReceived their bytes
 * @param framesSent request and reply frames written to streams
 * @param frameBytesSent their bytes
 * @param framesReceived request and reply frames received as a whole
 * @param frameBytesReceived their bytes
 */
public record Traffic(long packetsSent, long packetBytesSent, long packetsReceived, long packetBytesReceived,
		long framesSent, long frameBytesSent, long framesReceived, long frameBytesReceived) {

	static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0, 0, 0);

	/**
	 * Adds two figures.
	 * @param other the figures to add
	 * @return the sum
	 */
	public Traffic plus(Traffic other) {
		return new Traffic(this.packetsSent + other.packetsSent, this.packetBytesSent + other.packetBytesSent,
				this.packetsReceived + other.packetsReceived, this.packetBytesReceived + other.packetBytesReceived,
				this.framesSent + other.framesSent, this.frameBytesSent + other.frameBytesSent,
				this.framesReceived + other.framesReceived, this.frameBytesReceived + other.frameBytesReceived);
	}

	/**
	 * Returns the traffic since an earlier figure.
	 * @param earlier the earlier figure
	 * @return the difference
	 */
	public Traffic since(Traffic earlier) {
		return new Traffic(this.packetsSent - earlier.packetsSent, this.packetBytesSent - earlier.packetBytesSent,
				this.packetsReceived - earlier.packetsReceived, this.packetBytesReceived - earlier.packetBytesReceived,
				this.framesSent - earlier.framesSent, this.frameBytesSent - earlier.frameBytesSent,
				this.framesReceived - earlier.framesReceived, this.frameBytesReceived - earlier.frameBytesReceived);
	}

	/** Counts the traffic of one address, across restarts of the nodes bound to it. */
	static final class Counter {

		private long packetsSent;

		private long packetBytesSent;

		private long packetsReceived;

		private long packetBytesReceived;

		private long framesSent;

		private long frameBytesSent;

		private long framesReceived;

		private long frameBytesReceived;

		void packetSent(int bytes) {
			this.packetsSent++;
			this.packetBytesSent += bytes;
		}

		void packetReceived(int bytes) {
			this.packetsReceived++;
			this.packetBytesReceived += bytes;
		}

		void frameSent(int bytes) {
			this.framesSent++;
			this.frameBytesSent += bytes;
		}

		void frameReceived(int bytes) {
			this.framesReceived++;
			this.frameBytesReceived += bytes;
		}

		Traffic snapshot() {
			return new Traffic(this.packetsSent, this.packetBytesSent, this.packetsReceived, this.packetBytesReceived,
					this.framesSent, this.frameBytesSent, this.framesReceived, this.frameBytesReceived);
		}

	}

}
