package io.membership.gossip;

/** Listens for nodes that use the same name. Called off the event loop. */
@FunctionalInterface
public interface ConflictDelegate {

	/**
	 * Called when a node with another address claims the name of a known member. This
	 * member keeps the known one. Repeated claims are reported at a limited rate.
	 * @param existing the known member, which may be the local one
	 * @param other the node that claims the same name
	 */
	void conflict(Member existing, Member other);

}
