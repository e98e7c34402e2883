package io.membership.gossip;

import java.util.Map;

/**
 * The result of a join.
 *
 * @param reached how many addresses were contacted successfully; a name that resolves to
 * several addresses counts each of them
 * @param failures the addresses that could not be contacted, each with the reason
 */
public record JoinResult(int reached, Map<String, String> failures) {

	/**
	 * Creates the result.
	 * @param reached how many addresses were contacted successfully
	 * @param failures the others, each with the reason
	 */
	public JoinResult {
		failures = Map.copyOf(failures);
	}

}
