/**
 * What Serf's agent does around a cluster, alongside the application: the RPC server that
 * the {@code serf} tool talks to, programs that are run on events, and discovery.
 */
@NullMarked
package io.membership.spring.agent;

import org.jspecify.annotations.NullMarked;
