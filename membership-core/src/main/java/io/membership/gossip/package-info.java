/**
 * SWIM with Lifeguard, as HashiCorp memberlist does it: failure detection by randomised
 * probing, suspicion, dissemination by gossip, and full state exchange (push/pull).
 * <p>
 * {@link io.membership.gossip.Memberlist} is the way in. The protocol runs on the event
 * loop of its transport; the code of the application never does. GossipParts builds the
 * parts of a member and shows how they use each other.
 */
@NullMarked
package io.membership.gossip;

import org.jspecify.annotations.NullMarked;
