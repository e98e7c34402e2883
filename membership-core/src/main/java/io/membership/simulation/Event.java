package io.membership.simulation;

/** Something that happens at an instant of virtual time. */
@FunctionalInterface
interface Event {

	/** Lets it happen. The clock of the simulation shows its time already. */
	void fire();

}
