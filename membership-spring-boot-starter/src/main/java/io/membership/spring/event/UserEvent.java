package io.membership.spring.event;

import java.nio.charset.StandardCharsets;

import io.membership.SafeText;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterEvent;

/**
 * Published once for each user event of Serf's protocol. Name and payload come from the
 * network and are untrusted.
 */
public final class UserEvent extends ClusterApplicationEvent {

	private final ClusterEvent.User event;

	/**
	 * Creates the event.
	 * @param source the local member
	 * @param clusterName name of the cluster within the application
	 * @param event the user event
	 */
	public UserEvent(Cluster source, String clusterName, ClusterEvent.User event) {
		super(source, clusterName);
		this.event = event;
	}

	/**
	 * Returns the name of the event.
	 * @return the name, untrusted text
	 */
	public String getName() {
		return this.event.name();
	}

	/**
	 * Returns the payload.
	 * @return a copy of the bytes
	 */
	public byte[] getPayload() {
		return this.event.payload().clone();
	}

	/**
	 * Returns the payload as text.
	 * @return the bytes decoded as UTF-8, malformed bytes replaced; untrusted text
	 */
	public String getText() {
		return new String(this.event.payload(), StandardCharsets.UTF_8);
	}

	/**
	 * Returns the Lamport time of the event.
	 * @return the Lamport time, unsigned
	 */
	public long getLamportTime() {
		return this.event.time();
	}

	/**
	 * Returns whether the sender allows receivers to deliver only the latest event of
	 * this name.
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
