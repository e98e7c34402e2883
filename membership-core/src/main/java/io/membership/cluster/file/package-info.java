/**
 * Writes files that survive a crash of the process or the machine completely or not at
 * all.
 */
@Internal
@NullMarked
package io.membership.cluster.file;

import io.membership.Internal;
import org.jspecify.annotations.NullMarked;
