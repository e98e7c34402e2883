package io.membership.cluster;

import java.util.List;

import io.membership.cluster.channel.Channels;
import org.jspecify.annotations.Nullable;

/**
 * Publishes membership changes to readers, channels and listeners. Confined to the event
 * loop.
 */
final class MemberChanges {

	private final ClusterView view;

	private final Channels channels;

	private final @Nullable Coordinates coordinates;

	private final Delivery delivery;

	/**
	 * Creates the publisher.
	 * @param view exposes the members to readers
	 * @param channels notified of each change
	 * @param coordinates drops the coordinates of forgotten members; {@code null} if
	 * coordinates are off
	 * @param delivery passes the events to the listeners
	 */
	MemberChanges(ClusterView view, Channels channels, @Nullable Coordinates coordinates, Delivery delivery) {
		this.view = view;
		this.channels = channels;
		this.coordinates = coordinates;
		this.delivery = delivery;
	}

	/** Publishes the current state of a member without notifying the listeners. */
	void show(ClusterMember member) {
		this.view.put(member);
		this.channels.changed(member);
	}

	/** Publishes the current state of a member and notifies the listeners. */
	void changed(ClusterMember member, MemberEventType type) {
		show(member);
		this.delivery.tell(new ClusterEvent.Membership(type, List.of(member)));
	}

	/** Notifies the listeners that gossip suspects a member, or no longer does. */
	void suspicion(ClusterMember member) {
		this.delivery.tell(new ClusterEvent.Suspicion(member));
	}

	/** Removes a member and notifies the listeners. */
	void forgotten(ClusterMember last) {
		this.view.remove(last.name());
		if (this.coordinates != null) {
			this.coordinates.forget(last.name());
		}
		this.channels.forgotten(last);
		this.delivery.tell(new ClusterEvent.Membership(MemberEventType.REAP, List.of(last)));
	}

}
