/**
 * Network coordinates: every member places itself in a space whose distances estimate
 * round-trip times (Vivaldi, with the extensions and the parameters of Serf).
 */
@NullMarked
package io.membership.cluster.coordinate;

import org.jspecify.annotations.NullMarked;
