package io.membership.catalog;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON of Consul's API: objects are maps, arrays are lists. Looking up a missing value
 * returns an empty one.
 */
final class Json {

	private static final int MAX_DEPTH = 64;

	private static final JsonMapper mapper = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			.build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private Json() {
	}

	/**
	 * Parses a value.
	 * @param text the JSON
	 * @return the value
	 * @throws IllegalArgumentException if it is malformed; the message does not quote it
	 */
	static @Nullable Object parse(String text) {
		try {
			return mapper.readValue(text, Object.class);
		}
		catch (JacksonException ex) {
			long at = (ex.getLocation() != null) ? ex.getLocation().getCharOffset() : -1;
			throw new IllegalArgumentException("Malformed JSON at " + Math.max(0, at));
		}
	}

	@SuppressWarnings("unchecked") // only the parser makes maps, and their keys are text
	static Map<String, @Nullable Object> members(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? (Map<String, @Nullable Object>) map : Map.of();
	}

	static List<?> elements(@Nullable Object value) {
		return (value instanceof List<?> list) ? list : List.of();
	}

	static @Nullable Object field(@Nullable Object object, String name) {
		return members(object).get(name);
	}

	static String text(@Nullable Object object, String name) {
		return (field(object, name) instanceof String found) ? found : "";
	}

	static String write(@Nullable Object value) {
		return mapper.writeValueAsString(value);
	}

}
