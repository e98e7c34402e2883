/**
 * The simulated world: a deterministic discrete-event simulator that implements
 * {@code io.membership.runtime} with virtual time and a seeded network with faults.
 * <p>
 * Thousands of members run in one thread. Nothing in here reads a clock, starts a thread
 * or draws a number that does not follow from the seed, so the same program with the same
 * seed sees the same events in the same order, and a failing seed replays exactly. It
 * knows nothing of any protocol.
 */
@NullMarked
package io.membership.simulation;

import org.jspecify.annotations.NullMarked;
