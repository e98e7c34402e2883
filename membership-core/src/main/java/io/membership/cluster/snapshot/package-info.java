/**
 * The snapshot of a member in Serf's format: its content, its file, and the writer that
 * keeps the file up to date without blocking the event loop.
 */
@NullMarked
package io.membership.cluster.snapshot;

import org.jspecify.annotations.NullMarked;
