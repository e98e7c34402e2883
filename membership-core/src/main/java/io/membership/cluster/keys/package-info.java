/**
 * The keys of a cluster: operations that each member carries out for itself, a rotation
 * that goes phase by phase, and the keyring file in Serf's format.
 */
@NullMarked
package io.membership.cluster.keys;

import org.jspecify.annotations.NullMarked;
