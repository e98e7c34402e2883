package io.membership.cluster;

import java.util.List;

/**
 * All replies to a query. Each member counts once.
 *
 * @param acks names of the members that acknowledged, in the order of arrival
 * @param answers the answers, in the order of arrival
 */
public record QueryResult(List<String> acks, List<QueryAnswer> answers) {

	/** Copies the lists. */
	public QueryResult {
		acks = List.copyOf(acks);
		answers = List.copyOf(answers);
	}

}
