package io.membership.cluster;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * What the member keeps of the cluster over a restart.
 *
 * @param path file in Serf's format in which the member keeps the present members and the
 * Lamport times. After a restart or a crash it joins them again and receives no user
 * event twice. Put it on a disk that survives the restart. {@code null} for none: the
 * member then relies on its seeds
 * @param rejoinAfterLeave whether the member also joins the members of the snapshot again
 * if it had left before. Set it to true if every shutdown is a leave and the seeds are
 * not always there
 */
public record SnapshotConfig(@Nullable Path path, boolean rejoinAfterLeave) {

	static final SnapshotConfig DEFAULT = new SnapshotConfig(null, false);

	/** Returns a copy with another {@link #path()}. */
	public SnapshotConfig withPath(@Nullable Path value) {
		return new SnapshotConfig(value, this.rejoinAfterLeave);
	}

	/** Returns a copy with another {@link #rejoinAfterLeave()}. */
	public SnapshotConfig withRejoinAfterLeave(boolean value) {
		return new SnapshotConfig(this.path, value);
	}

}
