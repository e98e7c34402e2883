package io.membership.cluster;

import io.membership.gossip.AliveDelegate;
import io.membership.gossip.GossipObserver;
import io.membership.gossip.MergeDelegate;
import org.jspecify.annotations.Nullable;

/**
 * Hooks of an application into the gossip layer of a {@link Cluster}, for callbacks that
 * Serf's protocol does not use itself. All run off the event loop.
 *
 * @param merge may veto joins, or {@code null}
 * @param alive may veto members, or {@code null}
 * @param observer receives measurements, or {@code null}
 */
public record GossipHooks(@Nullable MergeDelegate merge, @Nullable AliveDelegate alive,
		@Nullable GossipObserver observer) {

	/**
	 * Returns hooks that do nothing.
	 * @return no hooks
	 */
	public static GossipHooks none() {
		return new GossipHooks(null, null, null);
	}

	/**
	 * Returns a copy with another observer.
	 * @param changed receives measurements, or {@code null}
	 * @return the copy
	 */
	public GossipHooks withObserver(@Nullable GossipObserver changed) {
		return new GossipHooks(this.merge, this.alive, changed);
	}

}
