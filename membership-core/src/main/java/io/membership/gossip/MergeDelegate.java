package io.membership.gossip;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * May veto a join: is asked when another cluster is about to be merged with this one, on
 * both sides. Called off the event loop; the join waits for the answer.
 */
@FunctionalInterface
public interface MergeDelegate {

	/**
	 * Decides on a merge.
	 * @param members every node that the other side knows, whatever its status
	 * @return {@code null} to go ahead, or the reason of the veto
	 */
	@Nullable String vetoMerge(List<Member> members);

}
