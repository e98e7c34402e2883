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
 * Chooses members by expressions for their tags, status and name. An expression {@code e}
 * is matched as {@code ^e$}, without a group around it, as Serf does: {@code a|b} is
 * bound to the beginning on its left and to the end on its right. RE2 matches in time
 * linear to the text and to the expression; as that is still paid for every member, there
 * is a limit to the time as well.
 */
final class MemberFilter {

	/** Most characters of all expressions together. */
	private static final int MAX_LENGTH = 1024;

	private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final Map<String, Pattern> tags = new LinkedHashMap<>();

	private final Predicate<String> status;

	private final Predicate<String> name;

	/**
	 * Creates the filter.
	 * @param tags an expression for each name of a tag; a tag that is missing counts as
	 * empty
	 * @param status an expression for the status, empty for any
	 * @param name an expression for the name, empty for any
	 * @throws PatternSyntaxException if one of them is no expression
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
	 * Chooses.
	 * @param members the members
	 * @return those of them that match
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
