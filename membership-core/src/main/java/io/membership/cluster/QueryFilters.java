package io.membership.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.membership.SafeText;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import io.membership.wire.WireException;

/**
 * Filters that select the members that answer a query. All filters must match; an invalid
 * one matches no member. The expressions are those of RE2 as in Serf and match anywhere
 * in the value; costly ones match no member either.
 *
 * @param named whether the filters by name let this member answer
 * @param tags the filters by tag
 */
record QueryFilters(boolean named, List<SerfMessage.TagFilter> tags) {

	/** A query with more filters matches no member. */
	private static final int MAX_FILTERS = 64;

	private static final QueryFilters NO_MEMBER = new QueryFilters(false, List.of());

	/**
	 * Encodes the filters of a query.
	 * @throws IllegalArgumentException if an expression is invalid or costly
	 */
	static List<byte[]> encode(QueryRequest request) {
		List<byte[]> filters = new ArrayList<>();
		if (!request.nodes().isEmpty()) {
			filters.add(SerfCodec.encodeFilter(new SerfMessage.NodeFilter(request.nodes())));
		}
		new TreeMap<>(request.tags()).forEach((tag, expression) -> {
			check(tag, expression);
			filters.add(SerfCodec.encodeFilter(new SerfMessage.TagFilter(tag, expression)));
		});
		if (filters.size() > MAX_FILTERS) {
			throw new IllegalArgumentException("A query may have at most " + MAX_FILTERS + " filters");
		}
		return filters;
	}

	/** Decodes the filters of a received query, and evaluates the cheap ones. */
	static QueryFilters decode(List<byte[]> filters, String self) {
		if (filters.size() > MAX_FILTERS) {
			return NO_MEMBER;
		}
		List<SerfMessage.TagFilter> tags = new ArrayList<>();
		for (byte[] encoded : filters) {
			try {
				SerfMessage.Filter filter = SerfCodec.decodeFilter(encoded);
				if (filter instanceof SerfMessage.TagFilter tag) {
					tags.add(tag);
				}
				else if (!(filter instanceof SerfMessage.NodeFilter nodes && nodes.nodes().contains(self))) {
					return NO_MEMBER;
				}
			}
			catch (WireException ex) {
				return NO_MEMBER;
			}
		}
		return new QueryFilters(true, tags);
	}

	/**
	 * Returns whether the tags of this member match. Must be called off the event loop.
	 */
	boolean match(Map<String, String> own) {
		for (SerfMessage.TagFilter filter : this.tags) {
			if (!RegexCost.isCheap(filter.expr()) || !find(filter.expr(), own.getOrDefault(filter.tag(), ""))) {
				return false;
			}
		}
		return true;
	}

	private static boolean find(String expression, String value) {
		try {
			return Pattern.compile(expression).matcher(value).find();
		}
		catch (PatternSyntaxException | StackOverflowError ex) {
			return false;
		}
	}

	private static void check(String tag, String expression) {
		if (!RegexCost.isCheap(expression)) {
			throw new IllegalArgumentException("The expression for tag '" + SafeText.of(tag) + "' is too complex");
		}
		try {
			Pattern.compile(expression);
		}
		catch (PatternSyntaxException ex) {
			throw new IllegalArgumentException(
					"The expression for tag '" + SafeText.of(tag) + "' is invalid: " + SafeText.of(ex.getMessage()));
		}
	}

}
