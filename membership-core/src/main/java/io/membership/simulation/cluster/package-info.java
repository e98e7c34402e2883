/**
 * Whole clusters in the simulated world: members that speak Serf's protocol, in virtual
 * time, with the faults that a test wants and a timeline of what happened.
 */
@NullMarked
package io.membership.simulation.cluster;

import org.jspecify.annotations.NullMarked;
