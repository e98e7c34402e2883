package io.membership.gossip;

import org.jspecify.annotations.Nullable;

/**
 * May veto single nodes: is asked whenever a node says that it is alive and that would
 * change something. Called off the event loop; the message waits for the answer.
 */
@FunctionalInterface
public interface AliveDelegate {

	/**
	 * Decides on a node.
	 * @param member the node as it describes itself
	 * @return {@code null} to accept it, or the reason why it is ignored
	 */
	@Nullable String vetoAlive(Member member);

}
