package io.membership.agent.handler;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.ReceivedQuery;
import org.jspecify.annotations.Nullable;

/**
 * Input of a program for one event: the variables and the standard input that Serf
 * provides.
 * <p>
 * Any member of the cluster chooses names and tags. Control characters in them are
 * escaped (tab and line feed as in Serf, others as {@code \xNN}), so a member can neither
 * forge another member's line nor end a variable early; a value that an old shell would
 * take for a function gets a backslash before it. Payloads are passed unchanged, on
 * standard input only.
 *
 * @param label describes the event in the log
 * @param environment additional environment variables
 * @param input standard input of the program
 * @param query the query that the output answers; {@code null} for none
 */
record Invocation(String label, Map<String, String> environment, byte[] input, @Nullable ReceivedQuery query) {

	private static final String ROLE = "role";

	/**
	 * Describes an event.
	 * @param event a membership change, user event or query
	 * @param selfName name of this member
	 * @param selfTags its current tags
	 */
	static Invocation of(ClusterEvent event, String selfName, Map<String, String> selfTags) {
		Map<String, String> environment = new LinkedHashMap<>();
		environment.put("SERF_SELF_NAME", clean(selfName));
		environment.put("SERF_SELF_ROLE", clean(selfTags.getOrDefault(ROLE, "")));
		selfTags.forEach((tag, value) -> environment.putIfAbsent(tagVariable(tag), clean(value)));
		if (event instanceof ClusterEvent.Membership membership) {
			String type = membership.type().serfName();
			environment.put("SERF_EVENT", type);
			String lines = membership.members().stream().map(Invocation::line).collect(Collectors.joining());
			return new Invocation(type, environment, lines.getBytes(StandardCharsets.UTF_8), null);
		}
		if (event instanceof ClusterEvent.User user) {
			environment.put("SERF_EVENT", "user");
			environment.put("SERF_USER_EVENT", clean(user.name()));
			environment.put("SERF_USER_LTIME", Long.toUnsignedString(user.time()));
			return new Invocation("user:" + user.name(), environment, terminated(user.payload()), null);
		}
		if (event instanceof ClusterEvent.Query asked) {
			ReceivedQuery query = asked.query();
			environment.put("SERF_EVENT", "query");
			environment.put("SERF_QUERY_NAME", clean(query.name()));
			environment.put("SERF_QUERY_LTIME", Long.toUnsignedString(query.time()));
			return new Invocation("query:" + query.name(), environment, terminated(query.payload()), query);
		}
		throw new IllegalArgumentException("No program is run for " + event.getClass().getSimpleName());
	}

	/**
	 * Returns the variable of a tag; the prefix keeps it from overriding a meaningful
	 * one.
	 */
	static String tagVariable(String tag) {
		return "SERF_TAG_" + tag.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
	}

	/** Escapes text from the network for use in a variable and in a field of a line. */
	static String clean(String wireText) {
		StringBuilder clean = new StringBuilder(wireText.length());
		if (wireText.startsWith("() {")) {
			clean.append('\\');
		}
		for (int i = 0; i < wireText.length(); i++) {
			char c = wireText.charAt(i);
			switch (c) {
				case '\t' -> clean.append("\\t");
				case '\n' -> clean.append("\\n");
				case '\r' -> clean.append("\\r");
				default -> {
					if (Character.isISOControl(c)) {
						clean.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
					}
					else {
						clean.append(c);
					}
				}
			}
		}
		return clean.toString();
	}

	private static String line(ClusterMember member) {
		String tags = member.tags()
			.entrySet()
			.stream()
			.map((tag) -> clean(tag.getKey()) + "=" + clean(tag.getValue()))
			.collect(Collectors.joining(","));
		String role = Objects.requireNonNullElse(member.tags().get(ROLE), "");
		return clean(member.name()) + "\t" + member.address().getAddress().getHostAddress() + "\t" + clean(role) + "\t"
				+ tags + "\n";
	}

	/** Ends with a line feed, so that line-wise readers see the last line. */
	private static byte[] terminated(byte[] payload) {
		if (payload.length == 0 || payload[payload.length - 1] == '\n') {
			return payload;
		}
		ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 1);
		out.writeBytes(payload);
		out.write('\n');
		return out.toByteArray();
	}

}
