package io.membership.spring.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.membership.runtime.DropReason;

/**
 * A tag of a meter with all its possible values. The values are fixed: text from the
 * network, such as the name of a member, never becomes a value, so that an attacker
 * cannot multiply meters.
 *
 * @param key key of the tag
 * @param values all its values
 */
public record MeterTag(String key, List<String> values) {

	/**
	 * Copies the values.
	 * @param key key of the tag
	 * @param values all its values
	 */
	public MeterTag {
		values = List.copyOf(values);
	}

	static MeterTag of(String key, String... values) {
		return new MeterTag(key, List.of(values));
	}

	static MeterTag of(String key, Class<? extends Enum<?>> values) {
		return new MeterTag(key, Arrays.stream(values.getEnumConstants()).map(MeterTag::valueOf).toList());
	}

	static MeterTag of(String key, List<DropReason> values) {
		return new MeterTag(key, values.stream().map((reason) -> valueOf(reason.name())).toList());
	}

	/**
	 * Returns the tag value of an enum constant.
	 * @param constant the constant
	 * @return its name in lower case
	 */
	static String valueOf(Enum<?> constant) {
		return valueOf(constant.name());
	}

	/**
	 * Returns the tag value of an enum constant.
	 * @param constant the name of the constant
	 * @return the name in lower case
	 */
	static String valueOf(String constant) {
		return constant.toLowerCase(Locale.ROOT);
	}

}
