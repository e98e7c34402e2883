package io.membership.cluster;

/**
 * Is told what happens in the cluster. Called off the event loop, one call at a time, in
 * order.
 */
@FunctionalInterface
public interface ClusterListener {

	/**
	 * Something has happened.
	 * @param event what
	 */
	void clusterEvent(ClusterEvent event);

}
