/**
 * What a protocol may ask of the world: time, timers, randomness, an executor for work
 * that may block, and a transport that carries whole packets and whole stream frames.
 * {@code io.membership.netty} implements it for the real world,
 * {@code io.membership.simulation} for a simulated one.
 */
@NullMarked
package io.membership.runtime;

import org.jspecify.annotations.NullMarked;
