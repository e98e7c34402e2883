package io.membership.cluster.keys;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes the JSON of a keyring file: an array of strings, indented as Go does.
 * Errors give the position of a problem, never the content.
 */
final class JsonStrings {

	private static final JsonMapper mapper = JsonMapper.builder()
		.enable(SerializationFeature.INDENT_OUTPUT)
		.defaultPrettyPrinter(new DefaultPrettyPrinter(Separators.createDefaultInstance().withArrayEmptySeparator(""))
			.withArrayIndenter(new DefaultIndenter("  ", "\n")))
		.build();

	private JsonStrings() {
	}

	/**
	 * Reads an array of strings.
	 * @param text the JSON
	 * @return the strings
	 * @throws IllegalArgumentException if the text is anything else
	 */
	static List<String> parse(String text) {
		List<String> strings = new ArrayList<>();
		try (JsonParser parser = mapper.createParser(text)) {
			expect(JsonToken.START_ARRAY, parser.nextToken(), parser);
			JsonToken token = parser.nextToken();
			while (token != JsonToken.END_ARRAY) {
				expect(JsonToken.VALUE_STRING, token, parser);
				strings.add(parser.getString());
				token = parser.nextToken();
			}
			expect(null, parser.nextToken(), parser);
		}
		catch (JacksonException ex) {
			// no cause: its message quotes the content
			throw malformed((ex.getLocation() != null) ? ex.getLocation().getCharOffset() : 0);
		}
		return strings;
	}

	/**
	 * Writes an array of strings.
	 * @param strings the strings
	 * @return the JSON, without a line feed at the end
	 */
	static String write(List<String> strings) {
		return mapper.writeValueAsString(strings);
	}

	private static void expect(@Nullable JsonToken expected, @Nullable JsonToken found, JsonParser parser) {
		if (found != expected) {
			throw malformed(parser.currentTokenLocation().getCharOffset());
		}
	}

	private static IllegalArgumentException malformed(long offset) {
		return new IllegalArgumentException(
				"expected a JSON array of strings, but found something else at character " + (Math.max(0, offset) + 1));
	}

}
