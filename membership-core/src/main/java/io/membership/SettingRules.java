package io.membership;

import java.time.Duration;

/**
 * Rules that many settings share. Each throws a {@link ConfigException} that names the
 * setting.
 */
@Internal
public final class SettingRules {

	/** About a hundred years. */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	private SettingRules() {
	}

	/**
	 * Requires a number within bounds.
	 * @param setting name of the setting
	 * @param value its value
	 * @param least the smallest valid number
	 * @param most the largest valid number
	 */
	public static void between(String setting, int value, int least, int most) {
		if (value < least || value > most) {
			throw new ConfigException(setting, value + " is out of range.", (most == Integer.MAX_VALUE)
					? "Use a number of at least " + least + "." : "Use a number from " + least + " to " + most + ".");
		}
	}

	/**
	 * Requires a positive duration that can be counted in nanoseconds.
	 * @param setting name of the setting
	 * @param value its value
	 */
	public static void positive(String setting, Duration value) {
		if (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
			throw new ConfigException(setting, value + " is out of range.", "Use a positive duration, for example 1s.");
		}
	}

	/**
	 * Requires a duration that is not negative.
	 * @param setting name of the setting
	 * @param value its value
	 */
	public static void notNegative(String setting, Duration value) {
		if (value.isNegative()) {
			throw new ConfigException(setting, value + " is negative.", "Use zero or a positive duration.");
		}
	}

}
