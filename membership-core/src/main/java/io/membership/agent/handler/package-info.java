/**
 * Programs that are run when something happens in the cluster, with Serf's notation,
 * environment variables and input.
 */
@NullMarked
package io.membership.agent.handler;

import org.jspecify.annotations.NullMarked;
