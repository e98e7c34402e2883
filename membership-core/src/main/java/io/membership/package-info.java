/**
 * Types that every layer of the core shares: the keys of a cluster, safe rendering of
 * text from the network, and the exception for invalid settings.
 */
@NullMarked
package io.membership;

import org.jspecify.annotations.NullMarked;
