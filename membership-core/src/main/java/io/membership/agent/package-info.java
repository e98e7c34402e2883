/**
 * What the {@code serf} agent adds to a {@code io.membership.cluster}: control from
 * outside, programs that are run when something happens, and finding whom to join.
 */
@NullMarked
package io.membership.agent;

import org.jspecify.annotations.NullMarked;
