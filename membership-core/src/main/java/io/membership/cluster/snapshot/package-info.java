/**
 * The snapshot of a member in Serf's format: its content, its file, and the writer that
 * keeps the file up to date without blocking the event loop.
 */
@Internal
@NullMarked
package io.membership.cluster.snapshot;

import io.membership.Internal;
import org.jspecify.annotations.NullMarked;
