/**
 * Files that survive a crash of the process or the machine as a whole or not at all.
 */
@NullMarked
package io.membership.cluster.file;

import org.jspecify.annotations.NullMarked;
