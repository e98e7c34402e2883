/**
 * Features of Serf's agent, in the application: the RPC server for the {@code serf} tool,
 * programs that run on events, and discovery of members to join.
 */
@NullMarked
package io.membership.spring.agent;

import org.jspecify.annotations.NullMarked;
