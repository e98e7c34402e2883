/**
 * The keys of a cluster: operations that each member carries out, a rotation in phases,
 * and the keyring file in Serf's format.
 */
@NullMarked
package io.membership.cluster.keys;

import org.jspecify.annotations.NullMarked;
