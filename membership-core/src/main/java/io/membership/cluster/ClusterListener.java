package io.membership.cluster;

/** Receives cluster events. Called off the event loop, one call at a time, in order. */
@FunctionalInterface
public interface ClusterListener {

	/**
	 * Called for each event.
	 * @param event the event
	 */
	void clusterEvent(ClusterEvent event);

}
