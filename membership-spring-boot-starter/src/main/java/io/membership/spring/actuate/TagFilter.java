package io.membership.spring.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/** Parses the tags in a request parameter, each as {@code name=value}. */
final class TagFilter {

	private static final List<String> FORM = List.of("name=value");

	private TagFilter() {
	}

	/**
	 * Parses the parameter.
	 * @param tags each as {@code name=value}; {@code null} for none
	 * @return the values by name
	 * @throws BadRequestException if one has no name or no equals sign, or a name occurs
	 * twice
	 */
	static Map<String, String> parse(@Nullable List<String> tags) {
		Map<String, String> wanted = new LinkedHashMap<>();
		for (String tag : (tags != null) ? tags : List.<String>of()) {
			if (!StringUtils.hasText(tag)) {
				continue;
			}
			int equals = tag.indexOf('=');
			if (equals <= 0) {
				throw new BadRequestException("'" + tag + "' is not a tag. Write it as name=value.", FORM);
			}
			if (wanted.put(tag.substring(0, equals), tag.substring(equals + 1)) != null) {
				throw new BadRequestException("The tag '" + tag.substring(0, equals) + "' is given twice.", FORM);
			}
		}
		return wanted;
	}

	static boolean matches(Map<String, String> wanted, Map<String, String> tags) {
		return wanted.entrySet().stream().allMatch((tag) -> tag.getValue().equals(tags.get(tag.getKey())));
	}

}
