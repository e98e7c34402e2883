package io.membership.spring.event;

import java.nio.charset.StandardCharsets;

import io.membership.SafeText;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterEvent;

/**
 * A user event of Serf's has arrived, once. Name and payload come from the network and
 * are untrusted.
 */
public final class UserEvent extends ClusterApplicationEvent {

	private final ClusterEvent.User event;

	/**
	 * Creates the event.
	 * @param source the local member
	 * @param clusterName which of the application's clusters it is
	 * @param event what has arrived
	 */
	public UserEvent(Cluster source, String clusterName, ClusterEvent.User event) {
		super(source, clusterName);
		this.event = event;
	}

	/**
	 * What the event is called.
	 * @return the name, untrusted text
	 */
	public String getName() {
		return this.event.name();
	}

	/**
	 * What the event carries.
	 * @return a copy of the bytes
	 */
	public byte[] getPayload() {
		return this.event.payload().clone();
	}

	/**
	 * What the event carries, as text.
	 * @return the bytes decoded as UTF-8, malformed bytes replaced; untrusted text
	 */
	public String getText() {
		return new String(this.event.payload(), StandardCharsets.UTF_8);
	}

	/**
	 * When it was sent, by the Lamport clock of user events.
	 * @return the Lamport time, unsigned
	 */
	public long getLamportTime() {
		return this.event.time();
	}

	/**
	 * Whether its sender wants only the latest event of its name to be delivered.
	 * @return whether it may be coalesced
	 */
	public boolean isCoalesced() {
		return this.event.coalesce();
	}

	@Override
	public String toString() {
		return "UserEvent[" + SafeText.of(getName()) + ", " + this.event.payload().length + " bytes]";
	}

}
