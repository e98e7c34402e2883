package io.membership.gossip;

import org.jspecify.annotations.Nullable;

/**
 * May veto single nodes. Called for every alive message that would change something, off
 * the event loop; the message waits for the answer.
 */
@FunctionalInterface
public interface AliveDelegate {

	/**
	 * Decides on a node.
	 * @param member the node as it describes itself
	 * @return {@code null} to accept it, or the reason for ignoring it
	 */
	@Nullable String vetoAlive(Member member);

}
