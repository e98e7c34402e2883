package io.membership.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

import io.membership.cluster.snapshot.Snapshot;
import io.membership.cluster.snapshot.SnapshotFile;
import io.membership.cluster.snapshot.SnapshotWriter;
import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a member's view of the cluster over a restart: reads the snapshot before the
 * member starts, and records changes while it runs. Does nothing without a snapshot file.
 * Confined to the event loop, except for {@link #read()}.
 */
final class ClusterSnapshot {

	private final @Nullable SnapshotFile file;

	private final boolean rejoinAfterLeave;

	private Snapshot before = Snapshot.EMPTY;

	private @Nullable SnapshotWriter writer;

	/**
	 * Creates the snapshot of a member.
	 * @param path the file, or {@code null} for none
	 * @param rejoinAfterLeave whether a leave keeps the recorded members
	 */
	ClusterSnapshot(@Nullable Path path, boolean rejoinAfterLeave) {
		this.file = (path != null) ? new SnapshotFile(path) : null;
		this.rejoinAfterLeave = rejoinAfterLeave;
	}

	/**
	 * Reads the snapshot of an earlier run. Blocks; must be called before the event loop
	 * runs.
	 * @throws IOException if the file exists and cannot be read; garbage in it is skipped
	 */
	void read() throws IOException {
		if (this.file == null) {
			return;
		}
		try {
			this.before = this.file.read(this.rejoinAfterLeave);
		}
		catch (IOException ex) {
			throw new IOException(
					"The snapshot file " + this.file + " cannot be read; make it readable, or configure another one",
					ex);
		}
	}

	/**
	 * Moves the clocks on to the recorded times, and marks everything delivered in the
	 * earlier run as old.
	 * @param clocks the clocks
	 * @param eventsBefore marks all user events before a Lamport time as old
	 * @param queriesBefore marks all queries before a Lamport time as old
	 */
	void restore(Clocks clocks, LongConsumer eventsBefore, LongConsumer queriesBefore) {
		clocks.member().adopt(this.before.clock());
		// a time at the end of the range is garbage and would make every later event old
		if (clocks.event().adopt(this.before.eventClock())) {
			eventsBefore.accept(this.before.eventClock() + 1);
		}
		if (clocks.query().adopt(this.before.queryClock())) {
			queriesBefore.accept(this.before.queryClock() + 1);
		}
	}

	/**
	 * Returns the addresses of the members that were alive in the earlier run.
	 * @param self name of this member, which is left out
	 * @return addresses as {@code host:port}
	 */
	Collection<String> others(String self) {
		Map<String, String> others = new LinkedHashMap<>(this.before.alive());
		others.remove(self);
		return others.values();
	}

	/**
	 * Starts to write.
	 * @param runtime the event loop and its executor
	 * @param memberClock supplies the current time of the membership's Lamport clock
	 * @param failed called on any thread for each write that fails
	 */
	void start(NodeRuntime runtime, LongSupplier memberClock, Runnable failed) {
		if (this.file != null) {
			this.writer = new SnapshotWriter(runtime, this.file, this.before, this.rejoinAfterLeave, memberClock,
					failed);
			this.writer.start();
		}
	}

	/**
	 * Records an event.
	 * @param event the event
	 */
	void event(ClusterEvent event) {
		SnapshotWriter to = this.writer;
		if (to == null) {
			return;
		}
		if (event instanceof ClusterEvent.User user) {
			to.userEvent(user.time());
		}
		else if (event instanceof ClusterEvent.Membership change) {
			for (ClusterMember member : change.members()) {
				if (member.state().isPresent() && change.type() != MemberEventType.REAP) {
					to.memberAlive(member.name(), member.address());
				}
				else {
					to.memberGone(member.name());
				}
			}
		}
	}

	/**
	 * Records a query that was delivered, to the application or within the cluster layer.
	 * @param time its Lamport time, unsigned
	 */
	void query(long time) {
		if (this.writer != null) {
			this.writer.query(time);
		}
	}

	/**
	 * Forgets members of the earlier run that the cluster does not know any more. Without
	 * this, members that were replaced while this one was away would be tried after every
	 * restart.
	 * @param known names of all known members, including those that are gone
	 */
	void retain(Set<String> known) {
		if (this.writer != null) {
			this.writer.retain(known);
		}
	}

	/** Records that this member leaves. Does not wait for the disk. */
	void leave() {
		if (this.writer != null) {
			this.writer.leave();
		}
	}

	/**
	 * Writes pending changes and ends.
	 * @return completes off the event loop, or at once if there is nothing to write;
	 * never exceptionally
	 */
	CompletionStage<Void> close() {
		return (this.writer != null) ? this.writer.close() : CompletableFuture.completedFuture(null);
	}

}
