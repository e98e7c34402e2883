/**
 * Features that the {@code serf} agent adds to {@code io.membership.cluster}: the RPC
 * server for remote control, and programs that run on events.
 */
@NullMarked
package io.membership.agent;

import org.jspecify.annotations.NullMarked;
