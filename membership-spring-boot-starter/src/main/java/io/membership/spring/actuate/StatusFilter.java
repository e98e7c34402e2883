package io.membership.spring.actuate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/** Parses the statuses in a request parameter. */
final class StatusFilter {

	private StatusFilter() {
	}

	/**
	 * Parses the parameter.
	 * @param statuses names in any case; empty for all statuses
	 * @param known the valid names
	 * @throws BadRequestException if a name is unknown; the reason lists the valid ones
	 */
	static Set<String> parse(@Nullable List<String> statuses, List<String> known) {
		Set<String> wanted = new LinkedHashSet<>();
		for (String status : (statuses != null) ? statuses : List.<String>of()) {
			if (StringUtils.hasText(status)) {
				wanted.add(parse(status.strip(), known));
			}
		}
		return wanted.isEmpty() ? new LinkedHashSet<>(known) : wanted;
	}

	private static String parse(String status, List<String> known) {
		String name = status.toLowerCase(Locale.ROOT);
		if (!known.contains(name)) {
			throw new BadRequestException(
					"Unknown status '" + status + "'. Use one of " + String.join(", ", known) + ".", known);
		}
		return name;
	}

}
