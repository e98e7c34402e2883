/**
 * Features of Serf's agent, in the application: the RPC server for the {@code serf} tool,
 * programs that run on events, and discovery of members to join.
 */
@Internal
@NullMarked
package io.membership.spring.agent;

import io.membership.Internal;
import org.jspecify.annotations.NullMarked;
