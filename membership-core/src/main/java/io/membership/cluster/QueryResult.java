package io.membership.cluster;

import java.util.List;

/**
 * All that came back for a query until its end. Each member counts once.
 *
 * @param acks names of the members that acknowledged, in the order in which they did
 * @param answers what was answered, in the order in which it came
 */
public record QueryResult(List<String> acks, List<QueryAnswer> answers) {

	/** Copies the lists. */
	public QueryResult {
		acks = List.copyOf(acks);
		answers = List.copyOf(answers);
	}

}
