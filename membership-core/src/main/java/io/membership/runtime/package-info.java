/**
 * The protocol's environment: time, timers, randomness, an executor for work that may
 * block, and a transport that carries whole packets and whole stream frames. {@code
 * io.membership.netty} implements it for real networks, {@code io.membership.simulation}
 * for simulated ones.
 */
@NullMarked
package io.membership.runtime;

import org.jspecify.annotations.NullMarked;
