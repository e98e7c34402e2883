package io.membership.agent.handler;

import io.membership.SafeText;
import io.membership.agent.EventFilter;

/**
 * Assigns a program to events.
 *
 * @param filter the events
 * @param script the program with its arguments
 */
public record EventHandlerSpec(EventFilter filter, String script) {

	/**
	 * Parses {@code [FILTER=]SCRIPT} in Serf's notation: {@code ./any.sh}, {@code
	 * member-join,member-leave=./members.sh}, {@code user:deploy=./deploy.sh v2}, {@code
	 * query:load=uptime}. The text before the first equals sign is the filter, so a
	 * script that contains one needs a filter: {@code *=./any.sh --level=3}.
	 * @param text the specification
	 * @return the handler
	 * @throws IllegalArgumentException if a term of the filter is not a kind of event, or
	 * the script is missing; the message names it
	 */
	public static EventHandlerSpec parse(String text) {
		int equals = text.indexOf('=');
		String script = text.substring(equals + 1);
		if (script.isBlank()) {
			throw new IllegalArgumentException(
					"Invalid event handler '" + SafeText.of(text) + "': it names no program; use [FILTER=]SCRIPT");
		}
		try {
			return new EventHandlerSpec(EventFilter.parse((equals < 0) ? "" : text.substring(0, equals)), script);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("Invalid event handler '" + SafeText.of(text) + "': " + ex.getMessage()
					+ ". A script that contains an equals sign needs a filter before it: *=SCRIPT", ex);
		}
	}

}
