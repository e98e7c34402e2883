/**
 * Transport for production on Netty: UDP and TCP sockets and the event loop that a member
 * runs on. Implements {@code io.membership.runtime}.
 */
@NullMarked
package io.membership.netty;

import org.jspecify.annotations.NullMarked;
