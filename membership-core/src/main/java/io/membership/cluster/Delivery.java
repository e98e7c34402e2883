package io.membership.cluster;

/**
 * Delivers what has happened to the snapshot and to the listeners. Confined to the event
 * loop.
 */
final class Delivery {

	private final ClusterSnapshot snapshot;

	private final EventCoalescing listeners;

	Delivery(ClusterSnapshot snapshot, EventCoalescing listeners) {
		this.snapshot = snapshot;
		this.listeners = listeners;
	}

	void tell(ClusterEvent event) {
		this.snapshot.event(event);
		this.listeners.put(event);
	}

	/**
	 * Notes that this member is asked a query, also one of Serf's own that no listener
	 * hears of.
	 * @param time its Lamport time, unsigned
	 */
	void queried(long time) {
		this.snapshot.query(time);
	}

}
