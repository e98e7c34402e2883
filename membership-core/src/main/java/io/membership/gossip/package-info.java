/**
 * SWIM with Lifeguard, as HashiCorp memberlist does it: failure detection by randomised
 * probing, suspicion, dissemination by gossip, and full state exchange (push/pull).
 * <p>
 * {@link io.membership.gossip.Memberlist} is the way in. Everything that it does happens
 * on the event loop of its transport; the application's own code never runs there.
 */
@NullMarked
package io.membership.gossip;

import org.jspecify.annotations.NullMarked;
