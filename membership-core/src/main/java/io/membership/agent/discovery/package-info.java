/**
 * Ways to find out whom to join: a file, a name server, multicast DNS as Serf's agents
 * use it, or several of them.
 */
@NullMarked
package io.membership.agent.discovery;

import org.jspecify.annotations.NullMarked;
