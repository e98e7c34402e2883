package io.membership.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.RegexCost;

/**
 * Selects members by expressions for their tags, status and name. An expression {@code e}
 * matches as {@code ^e$} without a group around it, as in Serf: {@code a|b} is anchored
 * to the start on its left and to the end on its right. RE2 matches in time linear in the
 * text and the expression; as that cost applies to every member, the total time is
 * limited as well.
 */
final class MemberFilter {

	/** Limit for the characters of all expressions together. */
	private static final int MAX_LENGTH = 1024;

	private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final Map<String, Pattern> tags = new LinkedHashMap<>();

	private final Predicate<String> status;

	private final Predicate<String> name;

	/**
	 * Creates the filter.
	 * @param tags an expression for each tag name; a missing tag counts as empty
	 * @param status an expression for the status; empty for any
	 * @param name an expression for the name; empty for any
	 * @throws PatternSyntaxException if one of them is invalid
	 */
	MemberFilter(Map<String, String> tags, String status, String name) {
		int length = tags.values().stream().mapToInt(String::length).sum() + status.length() + name.length();
		if (length > MAX_LENGTH || tags.size() > MAX_LENGTH) {
			throw new PatternSyntaxException("expressions are longer than " + MAX_LENGTH + " characters");
		}
		tags.forEach((tag, expression) -> this.tags.put(tag, compile(expression)));
		this.status = matcher(status);
		this.name = matcher(name);
	}

	/**
	 * Selects the members that match.
	 * @param members the members
	 * @return the matching members
	 * @throws PatternSyntaxException if the expressions are too expensive
	 */
	List<ClusterMember> choose(List<ClusterMember> members) {
		long start = System.nanoTime();
		List<ClusterMember> chosen = new ArrayList<>();
		for (ClusterMember member : members) {
			if (matches(member)) {
				chosen.add(member);
			}
			if (System.nanoTime() - start > MAX_NANOS) {
				throw new PatternSyntaxException("expressions take too long");
			}
		}
		return chosen;
	}

	private boolean matches(ClusterMember member) {
		return this.tags.entrySet()
			.stream()
			.allMatch((tag) -> tag.getValue().matcher(member.tags().getOrDefault(tag.getKey(), "")).find())
				&& this.status.test(member.state().text()) && this.name.test(member.name());
	}

	private static Predicate<String> matcher(String expression) {
		if (expression.isEmpty()) {
			return (text) -> true;
		}
		Pattern pattern = compile(expression);
		return (text) -> pattern.matcher(text).find();
	}

	private static Pattern compile(String expression) {
		if (!RegexCost.isCheap(expression)) {
			throw new PatternSyntaxException("expression is too complex");
		}
		return Pattern.compile("^" + expression + "$");
	}

}
