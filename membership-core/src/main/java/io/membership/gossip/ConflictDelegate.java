package io.membership.gossip;

/** Is told when two nodes use the same name. Called off the event loop. */
@FunctionalInterface
public interface ConflictDelegate {

	/**
	 * A node with another address claims the name of a known member. The known member is
	 * kept. Repeated claims are reported at a limited rate.
	 * @param existing the known member, which may be the local one
	 * @param other the node that claims the same name
	 */
	void conflict(Member existing, Member other);

}
