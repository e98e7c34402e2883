package io.membership.gossip;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * May veto a join. Called on both sides before another cluster is merged with this one,
 * off the event loop; the join waits for the answer.
 */
@FunctionalInterface
public interface MergeDelegate {

	/**
	 * Decides on a merge.
	 * @param members every node that the other side knows, of any status
	 * @return {@code null} to go ahead, or the reason for the veto
	 */
	@Nullable String vetoMerge(List<Member> members);

}
