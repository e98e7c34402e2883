/**
 * Replicated state: small changes are gossiped, large ones are sent reliably, and
 * exchanges between two members recover missed changes.
 */
@NullMarked
package io.membership.cluster.channel;

import org.jspecify.annotations.NullMarked;
