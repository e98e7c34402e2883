package io.membership.wire;

import io.membership.Internal;
import org.jspecify.annotations.Nullable;

import static io.membership.wire.Field.decimal;
import static io.membership.wire.Field.value;
import static io.membership.wire.Schema.schema;

/**
 * A network coordinate (Vivaldi with height and adjustment), as Serf puts it into the
 * payload of memberlist's acks. Numbers are as received: the user must check that they
 * are finite, and as many as in this member's own coordinate.
 *
 * @param vec position in seconds, 8 numbers in Serf; belongs to the record, do not modify
 * it
 * @param error uncertainty of the position, without unit
 * @param adjustment correction added to distances, in seconds
 * @param height distance from the plane, in seconds
 */
@Internal
public record CoordinatePayload(double[] vec, double error, double adjustment, double height) {

	private static final int VERSION = 1;

	private static final Schema<CoordinatePayload> SCHEMA = schema(CoordinatePayload::new,
			value("Vec", Form.DECIMALS, CoordinatePayload::vec), decimal("Error", CoordinatePayload::error),
			decimal("Adjustment", CoordinatePayload::adjustment), decimal("Height", CoordinatePayload::height));

	/**
	 * Encodes the payload of an ack.
	 * @return version and coordinate
	 */
	public byte[] encode() {
		return MsgpackWriter.forPacket(VERSION).value(SCHEMA, this).toByteArray();
	}

	/**
	 * Decodes the payload of an ack.
	 * @param payload the payload
	 * @return the coordinate, or {@code null} if the payload is missing or has another
	 * version
	 * @throws WireException if it is malformed
	 */
	public static @Nullable CoordinatePayload decode(byte @Nullable [] payload) throws WireException {
		if (payload == null || payload.length == 0 || payload[0] != VERSION) {
			return null;
		}
		return new MsgpackReader(payload, 1, payload.length).read(SCHEMA);
	}

}
