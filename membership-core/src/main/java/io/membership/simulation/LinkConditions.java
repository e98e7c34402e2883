package io.membership.simulation;

import java.time.Duration;

/**
 * How one direction of a link behaves. Immutable; start from {@link #GOOD} and change
 * what matters.
 * <p>
 * Packets suffer everything here. Streams are reliable, as TCP is: loss delays them by
 * retransmissions, blocking stalls them until it ends or they time out, and they are
 * neither duplicated nor corrupted.
 *
 * @param loss probability that a packet or a segment of a stream is lost
 * @param duplication probability that a packet arrives twice
 * @param corruption probability that a packet arrives with some bytes changed
 * @param minLatency shortest latency
 * @param maxLatency longest latency; a wide range reorders packets
 * @param maxDatagramBytes bigger packets vanish
 * @param packetsBlocked whether all packets vanish
 * @param streamsBlocked whether nothing of a stream gets through
 * @param unreachable whether writing a packet and connecting fail at once
 */
public record LinkConditions(double loss, double duplication, double corruption, Duration minLatency,
		Duration maxLatency, int maxDatagramBytes, boolean packetsBlocked, boolean streamsBlocked,
		boolean unreachable) {

	/** Largest payload of a UDP datagram over IPv4. */
	public static final int MAX_UDP_PAYLOAD = 65507;

	/** A quiet local network: 0.2 to 1 ms, no faults. */
	public static final LinkConditions GOOD = new LinkConditions(0, 0, 0, Duration.ofNanos(200_000),
			Duration.ofMillis(1), MAX_UDP_PAYLOAD, false, false, false);

	/**
	 * Checks the values.
	 */
	public LinkConditions {
		probability("loss", loss);
		probability("duplication", duplication);
		probability("corruption", corruption);
		if (minLatency.isNegative() || maxLatency.compareTo(minLatency) < 0) {
			throw new IllegalArgumentException(
					"latency must be a range from zero up, but is " + minLatency + " to " + maxLatency);
		}
		if (maxDatagramBytes < 0) {
			throw new IllegalArgumentException("maxDatagramBytes must not be negative, but is " + maxDatagramBytes);
		}
	}

	private static void probability(String name, double value) {
		if (!(value >= 0 && value <= 1)) {
			throw new IllegalArgumentException(name + " must be a probability from 0 to 1, but is " + value);
		}
	}

	/**
	 * The same with another loss.
	 * @param probability that a packet or a segment of a stream is lost
	 * @return the changed conditions
	 */
	public LinkConditions withLoss(double probability) {
		return new LinkConditions(probability, this.duplication, this.corruption, this.minLatency, this.maxLatency,
				this.maxDatagramBytes, this.packetsBlocked, this.streamsBlocked, this.unreachable);
	}

	/**
	 * The same with another duplication.
	 * @param probability that a packet arrives twice
	 * @return the changed conditions
	 */
	public LinkConditions withDuplication(double probability) {
		return new LinkConditions(this.loss, probability, this.corruption, this.minLatency, this.maxLatency,
				this.maxDatagramBytes, this.packetsBlocked, this.streamsBlocked, this.unreachable);
	}

	/**
	 * The same with another corruption.
	 * @param probability that a packet arrives with some bytes changed
	 * @return the changed conditions
	 */
	public LinkConditions withCorruption(double probability) {
		return new LinkConditions(this.loss, this.duplication, probability, this.minLatency, this.maxLatency,
				this.maxDatagramBytes, this.packetsBlocked, this.streamsBlocked, this.unreachable);
	}

	/**
	 * The same with another latency.
	 * @param min shortest latency
	 * @param max longest latency
	 * @return the changed conditions
	 */
	public LinkConditions withLatency(Duration min, Duration max) {
		return new LinkConditions(this.loss, this.duplication, this.corruption, min, max, this.maxDatagramBytes,
				this.packetsBlocked, this.streamsBlocked, this.unreachable);
	}

	/**
	 * The same with another largest datagram.
	 * @param bytes largest packet that gets through
	 * @return the changed conditions
	 */
	public LinkConditions withMaxDatagramBytes(int bytes) {
		return new LinkConditions(this.loss, this.duplication, this.corruption, this.minLatency, this.maxLatency, bytes,
				this.packetsBlocked, this.streamsBlocked, this.unreachable);
	}

	/**
	 * The same, but all packets vanish; streams work.
	 * @return the changed conditions
	 */
	public LinkConditions withPacketsBlocked() {
		return new LinkConditions(this.loss, this.duplication, this.corruption, this.minLatency, this.maxLatency,
				this.maxDatagramBytes, true, this.streamsBlocked, this.unreachable);
	}

	/**
	 * The same, but no stream gets through; packets do.
	 * @return the changed conditions
	 */
	public LinkConditions withStreamsBlocked() {
		return new LinkConditions(this.loss, this.duplication, this.corruption, this.minLatency, this.maxLatency,
				this.maxDatagramBytes, this.packetsBlocked, true, this.unreachable);
	}

	/**
	 * The same, but writing a packet and connecting fail at once, as without a route.
	 * @return the changed conditions
	 */
	public LinkConditions withoutRoute() {
		return new LinkConditions(this.loss, this.duplication, this.corruption, this.minLatency, this.maxLatency,
				this.maxDatagramBytes, this.packetsBlocked, this.streamsBlocked, true);
	}

}
