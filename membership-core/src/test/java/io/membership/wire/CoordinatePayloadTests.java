package io.membership.wire;

import java.util.HexFormat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CoordinatePayloadTests {

	@Test
	void noPayloadAndOneOfAnotherVersionAreNoCoordinate() throws WireException {
		assertThat(CoordinatePayload.decode(null)).isNull();
		assertThat(decode("")).isNull();
		assertThat(decode("0280")).isNull();
		assertThat(decode("ff")).isNull();
	}

	@Test
	void numbersMayBeSpelledInAnyWayAndBeMissing() throws WireException {
		CoordinatePayload payload = decode("01 94 94 01 ca3f000000 cb3ff8000000000000 c0 cc02 ca3e800000 c0");
		assertThat(payload.vec()).containsExactly(1, 0.5, 1.5, 0);
		assertThat(payload.error()).isEqualTo(2);
		assertThat(payload.adjustment()).isEqualTo(0.25);
		assertThat(payload.height()).isZero();
		assertThat(decode("0180").vec()).isEmpty();
		assertThat(decode("01c0").error()).isZero();
	}

	@Test
	void everyBitOfANumberComesThrough() throws WireException {
		double[] vec = { Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE, Math.PI };
		CoordinatePayload payload = new CoordinatePayload(vec, 1.5, -1e-300, Double.NEGATIVE_INFINITY);
		CoordinatePayload decoded = CoordinatePayload.decode(payload.encode());
		assertThat(decoded.vec()).isEqualTo(vec);
		assertThat(decoded).isEqualTo(new CoordinatePayload(decoded.vec(), 1.5, -1e-300, Double.NEGATIVE_INFINITY));
	}

	@ParameterizedTest
	@ValueSource(strings = { "01", "01 07", "01 81 a356656307", "01 81 a3566563 91 a161",
			"01 81 a3566563 ddffffffff 00", "01 81 a54572726f72 a161", "01 81 a54572726f72 cb3ff0" })
	void whatClaimsToBeACoordinateAndIsNotIsMalformed(String hex) {
		assertThatExceptionOfType(WireException.class).isThrownBy(() -> decode(hex));
	}

	private static @Nullable CoordinatePayload decode(String hex) throws WireException {
		return CoordinatePayload.decode(HexFormat.of().parseHex(hex.replace(" ", "")));
	}

}
