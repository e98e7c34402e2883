package io.membership.cluster;

/** Delivers events to the snapshot and to the listeners. Confined to the event loop. */
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
	 * Records a query that this member received, including Serf's internal ones that no
	 * listener receives.
	 * @param time its Lamport time, unsigned
	 */
	void queried(long time) {
		this.snapshot.query(time);
	}

}
