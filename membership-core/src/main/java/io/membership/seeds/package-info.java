/**
 * Ways to find members to join: a file, DNS, multicast DNS as Serf's agents use it, or
 * several of them.
 */
@NullMarked
package io.membership.seeds;

import org.jspecify.annotations.NullMarked;
