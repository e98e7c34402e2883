package io.membership.spring.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Hides the values of tags that look like secrets, and those that a
 * {@link SanitizingFunction} of the application hides under the name {@code
 * membership.tags.<tag>}. Every member of the cluster can read a tag, but a user of the
 * endpoint need not be in the cluster.
 */
public final class TagSanitizer {

	private final Sanitizer sanitizer;

	/**
	 * Creates the sanitizer.
	 * @param functions the application's functions
	 */
	public TagSanitizer(List<SanitizingFunction> functions) {
		List<SanitizingFunction> all = new ArrayList<>(functions);
		all.add(SanitizingFunction.sanitizeValue().ifLikelySensitive());
		this.sanitizer = new Sanitizer(all);
	}

	Map<String, String> sanitize(Map<String, String> tags) {
		Map<String, String> sanitized = new TreeMap<>();
		tags.forEach((name, value) -> sanitized.put(name, String
			.valueOf(this.sanitizer.sanitize(new SanitizableData(null, "membership.tags." + name, value), true))));
		return sanitized;
	}

}
