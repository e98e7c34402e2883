package io.membership.cluster.coordinate;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Formats durations as Go prints them, such as {@code 1h0m2.5s} or {@code 13.2ms}, for
 * messages that are compared with Serf's.
 */
final class GoDuration {

	private GoDuration() {
	}

	static String format(Duration duration) {
		if (duration.isZero()) {
			return "0s";
		}
		String sign = duration.isNegative() ? "-" : "";
		Duration size = duration.abs();
		if (size.getSeconds() == 0) {
			return sign + fraction(size.toNanos());
		}
		BigDecimal seconds = BigDecimal.valueOf(size.toSecondsPart()).add(BigDecimal.valueOf(size.getNano(), 9));
		String minutes = (size.toMinutes() > 0) ? size.toMinutesPart() + "m" : "";
		String hours = (size.toHours() > 0) ? size.toHours() + "h" : "";
		return sign + hours + minutes + plain(seconds) + "s";
	}

	private static String fraction(long nanos) {
		if (nanos < 1000) {
			return nanos + "ns";
		}
		return (nanos < 1_000_000) ? plain(BigDecimal.valueOf(nanos, 3)) + "\u00b5s"
				: plain(BigDecimal.valueOf(nanos, 6)) + "ms";
	}

	private static String plain(BigDecimal number) {
		return (number.signum() == 0) ? "0" : number.stripTrailingZeros().toPlainString();
	}

}
