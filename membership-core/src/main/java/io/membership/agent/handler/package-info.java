/**
 * Programs that run on events of the cluster, with Serf's notation, environment variables
 * and input.
 */
@NullMarked
package io.membership.agent.handler;

import org.jspecify.annotations.NullMarked;
