package io.membership.cluster;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * What a member keeps of the cluster over a restart.
 *
 * @param path file that the snapshot is kept in; {@code null} for none
 * @param rejoinAfterLeave whether the members of the snapshot are joined also when this
 * member had left
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
