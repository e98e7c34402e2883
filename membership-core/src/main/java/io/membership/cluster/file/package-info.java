/**
 * Writes files that survive a crash of the process or the machine completely or not at
 * all.
 */
@NullMarked
package io.membership.cluster.file;

import org.jspecify.annotations.NullMarked;
