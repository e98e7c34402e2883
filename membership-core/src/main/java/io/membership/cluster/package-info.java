/**
 * What Serf adds to the gossip of {@code io.membership.gossip}: Lamport clocks and
 * intents, user events and queries, coalescing, keyring and snapshot files.
 * <p>
 * Nothing here has a thread, a lock or a clock of its own. Files are read and written on
 * the executor for blocking work, never on the event loop.
 */
@NullMarked
package io.membership.cluster;

import org.jspecify.annotations.NullMarked;
