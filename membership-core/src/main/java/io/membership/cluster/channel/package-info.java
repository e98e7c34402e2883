/**
 * State that members share: small changes are gossiped, large ones are sent reliably, and
 * exchanges between two members find what was missed.
 */
@NullMarked
package io.membership.cluster.channel;

import org.jspecify.annotations.NullMarked;
