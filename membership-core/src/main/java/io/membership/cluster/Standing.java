package io.membership.cluster;

import io.membership.runtime.LoopCalls;
import io.membership.runtime.Subscribers;

/**
 * The parts that a member has from its creation on, before it is started.
 *
 * @param lifecycle its state
 * @param tags the tags set by the application
 * @param view the members as readers see them
 * @param subscribers the listeners
 * @param snapshot the snapshot of an earlier run
 * @param calls brings calls of other threads to the event loop
 */
record Standing(Lifecycle lifecycle, OwnTags tags, ClusterView view, Subscribers<ClusterEvent> subscribers,
		ClusterSnapshot snapshot, LoopCalls calls) {
}
