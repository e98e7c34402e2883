package io.membership.spring.autoconfigure.properties;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the member keeps of the cluster over a restart.
 *
 * @param path File in Serf's format in which the member keeps the present members and the
 * Lamport times. After a restart or a crash it joins them again and receives no user
 * event twice. Put it on a disk that survives the restart. Without it the member relies
 * on its seeds.
 * @param rejoinAfterLeave Whether the member also joins the members of the snapshot again
 * if it had left before. Set it to true if every shutdown is a leave and the seeds are
 * not always there.
 */
public record SnapshotProperties(@Nullable Path path, @DefaultValue("false") boolean rejoinAfterLeave) {

}
