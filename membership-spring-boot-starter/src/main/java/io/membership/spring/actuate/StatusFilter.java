package io.membership.spring.actuate;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.membership.gossip.MemberStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.util.StringUtils;

/** The wanted statuses out of a request's parameter. */
final class StatusFilter {

	/** What a status may be called. */
	static final List<String> KNOWN = Arrays.stream(MemberStatus.values()).map(MemberDescriptor::statusOf).toList();

	private StatusFilter() {
	}

	/**
	 * Parses the parameter.
	 * @param statuses names in any case; all statuses are wanted if there are none
	 * @throws InvalidEndpointRequestException if one is unknown; the reason lists the
	 * known ones
	 */
	static Set<MemberStatus> parse(@Nullable List<String> statuses) {
		Set<MemberStatus> wanted = EnumSet.noneOf(MemberStatus.class);
		for (String status : (statuses != null) ? statuses : List.<String>of()) {
			if (StringUtils.hasText(status)) {
				wanted.add(parse(status.strip()));
			}
		}
		return wanted.isEmpty() ? EnumSet.allOf(MemberStatus.class) : wanted;
	}

	private static MemberStatus parse(String status) {
		int index = KNOWN.indexOf(status.toLowerCase(Locale.ROOT));
		if (index < 0) {
			String reason = "Unknown status '" + status + "'. Known are " + String.join(", ", KNOWN) + ".";
			throw new InvalidEndpointRequestException(reason, reason);
		}
		return MemberStatus.values()[index];
	}

}
