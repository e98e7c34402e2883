/**
 * Our member together with real members of HashiCorp memberlist, each in its own process,
 * over loopback sockets. The peer's program is in {@code src/interop}.
 */
@NullMarked
package io.membership.interop;

import org.jspecify.annotations.NullMarked;
