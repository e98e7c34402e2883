package io.membership.wire;

import java.io.IOException;

import io.membership.wire.StructWriter.Key;
import org.jspecify.annotations.Nullable;

/**
 * A network coordinate (Vivaldi with height and adjustment), as Serf puts it into the
 * payload of memberlist's acks. Numbers are as received: whether they are finite, and as
 * many as the own coordinate has, is for whoever computes with them to check.
 *
 * @param vec position in seconds, 8 numbers in Serf; belongs to the record and is not to
 * be changed
 * @param error how far the position is to be trusted, without unit
 * @param adjustment what to add to distances, in seconds
 * @param height distance from the plane, in seconds
 */
public record CoordinatePayload(double[] vec, double error, double adjustment, double height) {

	private static final int VERSION = 1;

	private static final double[] ORIGIN = {};

	/**
	 * Encodes the payload of an ack.
	 * @return version and coordinate
	 */
	public byte[] encode() {
		StructWriter out = StructWriter.forPacket(VERSION)
			.map(4)
			.decimal(Key.Adjustment, this.adjustment)
			.decimal(Key.Error, this.error)
			.decimal(Key.Height, this.height)
			.key(Key.Vec)
			.list(this.vec.length);
		for (double value : this.vec) {
			out.decimal(value);
		}
		return out.toByteArray();
	}

	/**
	 * Decodes the payload of an ack.
	 * @param payload the payload
	 * @return the coordinate, or {@code null} if there is no payload, or one of another
	 * version
	 * @throws WireException if it is malformed
	 */
	public static @Nullable CoordinatePayload decode(byte @Nullable [] payload) throws WireException {
		if (payload == null || payload.length == 0 || payload[0] != VERSION) {
			return null;
		}
		StructReader in = new StructReader(payload, 1, payload.length);
		in.read(Struct.SERF_COORDINATE);
		return new CoordinatePayload(in.value(0, ORIGIN), in.decimal(1), in.decimal(2), in.decimal(3));
	}

	/** Reads the position, for {@link Struct}. */
	static double[] readVec(StructReader in) throws IOException {
		return in.nextDecimals();
	}

}
