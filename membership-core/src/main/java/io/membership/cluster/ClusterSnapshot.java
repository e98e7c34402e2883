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
 * What a member keeps over a restart, if it is configured to: reads it before the member
 * starts, and writes down what happens while it runs. Without a snapshot file it does
 * nothing. Confined to the event loop, except for {@link #read()}.
 */
final class ClusterSnapshot {

	private final @Nullable SnapshotFile file;

	private final boolean rejoinAfterLeave;

	private Snapshot before = Snapshot.EMPTY;

	private @Nullable SnapshotWriter writer;

	/**
	 * Stands for the snapshot of a member.
	 * @param path where it is, or {@code null}
	 * @param rejoinAfterLeave whether a leave keeps what is known
	 */
	ClusterSnapshot(@Nullable Path path, boolean rejoinAfterLeave) {
		this.file = (path != null) ? new SnapshotFile(path) : null;
		this.rejoinAfterLeave = rejoinAfterLeave;
	}

	/**
	 * Reads what an earlier run has left. Blocks; to be called before the event loop
	 * runs.
	 * @throws IOException if there is a file that cannot be read, garbage apart
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
	 * Lets the clocks go on where they were, and makes old what was delivered already.
	 * @param clocks the clocks
	 * @param eventsBefore makes all user events before a Lamport time old
	 * @param queriesBefore makes all queries before a Lamport time old
	 */
	void restore(Clocks clocks, LongConsumer eventsBefore, LongConsumer queriesBefore) {
		clocks.member().adopt(this.before.clock());
		// at the end of the range it is garbage, after which everything would be old
		if (clocks.event().adopt(this.before.eventClock())) {
			eventsBefore.accept(this.before.eventClock() + 1);
		}
		if (clocks.query().adopt(this.before.queryClock())) {
			queriesBefore.accept(this.before.queryClock() + 1);
		}
	}

	/**
	 * Where those are who were alive in the earlier run.
	 * @param self name of this member, which is left out
	 * @return addresses as {@code host:port}
	 */
	Collection<String> others(String self) {
		Map<String, String> others = new LinkedHashMap<>(this.before.alive());
		others.remove(self);
		return others.values();
	}

	/**
	 * Begins to write.
	 * @param runtime the event loop and its executor
	 * @param memberClock the present time of the membership's Lamport clock
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
	 * Notes what has happened.
	 * @param event what
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
	 * Notes a query that was delivered, be it to the application or within the cluster
	 * layer.
	 * @param time its Lamport time, unsigned
	 */
	void query(long time) {
		if (this.writer != null) {
			this.writer.query(time);
		}
	}

	/**
	 * Forgets whom the earlier run knew and nobody mentions any more; else those who were
	 * replaced while this member was away would be tried after every restart.
	 * @param known names of all members that are known, also of those that are gone
	 */
	void retain(Set<String> known) {
		if (this.writer != null) {
			this.writer.retain(known);
		}
	}

	/** Notes that this member leaves. Nothing waits for the disk. */
	void leave() {
		if (this.writer != null) {
			this.writer.leave();
		}
	}

	/**
	 * Writes what is left to be written, and ends.
	 * @return completed off the event loop, or already if there is nothing to write;
	 * never exceptionally
	 */
	CompletionStage<Void> close() {
		return (this.writer != null) ? this.writer.close() : CompletableFuture.completedFuture(null);
	}

}
