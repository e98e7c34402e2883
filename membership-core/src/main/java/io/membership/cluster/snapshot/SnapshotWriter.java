package io.membership.cluster.snapshot;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

import io.membership.runtime.NodeRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a snapshot file up to date. Confined to the event loop, which it never blocks:
 * one task at a time accesses the disk, on the executor for blocking work, while
 * {@link SnapshotChanges} collects the changes for the next write.
 * <p>
 * Changes are appended every {@value #FLUSH_MILLIS} ms. When the file has grown far
 * beyond its useful content, it is replaced by the shortest equivalent one. A disk error
 * is logged and counted, but does not affect the member: the writer then replaces the
 * whole file, at once and, while that fails, every 30 seconds. Writes are forced to the
 * disk when the file is replaced, when the member leaves and at the end; a crash of the
 * machine, unlike one of the process, may lose lines appended since.
 */
public final class SnapshotWriter {

	private static final Logger logger = LoggerFactory.getLogger(SnapshotWriter.class);

	/** Time between writes of changes. */
	static final long FLUSH_MILLIS = 500;

	private static final long FLUSH_NANOS = Duration.ofMillis(FLUSH_MILLIS).toNanos();

	private static final long RETRY_NANOS = Duration.ofSeconds(30).toNanos();

	/** A file up to this size is never compacted. */
	static final long MIN_COMPACTION_BYTES = 128 * 1024;

	/** Twice the size of a member's lines, as Serf estimates it. */
	private static final long COMPACTION_BYTES_PER_MEMBER = 2 * 128;

	private final NodeRuntime runtime;

	private final SnapshotFile file;

	private final boolean rejoinAfterLeave;

	private final LongSupplier memberClock;

	private final Runnable countError;

	private final SnapshotChanges changes;

	/** Completes with the last disk operation; operations run one after the other. */
	private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);

	private boolean writing;

	private boolean rewrite;

	private boolean failing;

	private boolean left;

	private boolean closed;

	/** Earliest time of the next replacement. */
	private long retryAt;

	private long compactedBytes;

	/**
	 * Creates a writer that does nothing before {@link #start()}.
	 * @param runtime the event loop and its executor
	 * @param file the file, already read
	 * @param initial the content that was read
	 * @param rejoinAfterLeave whether the file keeps the members to join after a leave
	 * @param memberClock supplies the current time of the membership's Lamport clock
	 * @param countError called on any thread for each write that fails
	 */
	public SnapshotWriter(NodeRuntime runtime, SnapshotFile file, Snapshot initial, boolean rejoinAfterLeave,
			LongSupplier memberClock, Runnable countError) {
		this.runtime = runtime;
		this.file = file;
		this.rejoinAfterLeave = rejoinAfterLeave;
		this.memberClock = memberClock;
		this.countError = countError;
		this.changes = new SnapshotChanges(initial);
		this.rewrite = file.isDamaged();
		this.retryAt = runtime.nanoTime();
	}

	/** Starts to write. */
	public void start() {
		this.runtime.schedule(FLUSH_NANOS, () -> {
			if (!this.closed) {
				flush();
				start();
			}
		});
	}

	/**
	 * Records that a member is alive, or has another address.
	 * @param name its name
	 * @param address its address
	 */
	public void memberAlive(String name, InetSocketAddress address) {
		this.changes.alive(name, address);
	}

	/**
	 * Records that a member has left, has failed or is forgotten.
	 * @param name its name
	 */
	public void memberGone(String name) {
		this.changes.gone(name);
	}

	/**
	 * Forgets members of an earlier run that the cluster does not know any more.
	 * @param known names of all known members, including those that are gone
	 */
	public void retain(Set<String> known) {
		this.changes.retain(known);
	}

	/**
	 * Records that a user event was delivered.
	 * @param time its Lamport time, unsigned
	 */
	public void userEvent(long time) {
		this.changes.eventClock(time);
	}

	/**
	 * Records that a query was delivered, to the application or within the cluster layer.
	 * @param time its Lamport time, unsigned
	 */
	public void query(long time) {
		this.changes.queryClock(time);
	}

	/**
	 * Records that the member leaves; records nothing after that.
	 * @return completes off the event loop when the leave is on the disk or writing it
	 * has failed; never exceptionally because of a disk error
	 */
	public CompletionStage<Void> leave() {
		if (!this.left && !this.closed) {
			this.left = true;
			recordClock();
			this.changes.leave(this.rejoinAfterLeave);
			writeDurably(false);
		}
		return this.work;
	}

	/**
	 * Writes pending changes and ends.
	 * @return completes off the event loop when the changes are on the disk or writing
	 * them has failed; never exceptionally because of a disk error
	 */
	public CompletionStage<Void> close() {
		if (!this.closed) {
			this.closed = true;
			recordClock();
			writeDurably(true);
		}
		return this.work;
	}

	/**
	 * Returns whether the last attempt to write has failed, so that the file is out of
	 * date.
	 * @return whether it has failed
	 */
	boolean isFailing() {
		return this.failing;
	}

	private void recordClock() {
		long time = this.memberClock.getAsLong();
		if (time != 0) {
			// the clock shows the next time
			this.changes.clock(time - 1);
		}
	}

	private void flush() {
		recordClock();
		boolean whole = this.rewrite || this.changes.wantsRewrite();
		boolean mustWait = this.failing && this.runtime.nanoTime() - this.retryAt < 0;
		if (this.writing || mustWait || (!whole && this.changes.isEmpty())) {
			return;
		}
		Snapshot snapshot = whole ? this.changes.whole() : null;
		byte[] lines = this.changes.takeLines();
		if (whole) {
			this.rewrite = false;
			this.retryAt = this.runtime.nanoTime() + RETRY_NANOS;
		}
		this.writing = true;
		submit(() -> {
			long size = (snapshot != null) ? this.file.replace(snapshot) : this.file.append(lines);
			this.runtime.execute(() -> written(size, snapshot != null));
		});
	}

	/**
	 * Performs the last write, which cannot wait for a retry: if the file turns out to be
	 * damaged, replaces it at once.
	 */
	private void writeDurably(boolean last) {
		Snapshot snapshot = this.changes.whole();
		boolean whole = this.rewrite || this.failing;
		byte[] lines = this.changes.takeLines();
		submit(() -> {
			try {
				if (whole || this.file.isDamaged()) {
					this.file.replace(snapshot);
				}
				else if (lines.length > 0) {
					this.file.append(lines);
				}
				this.file.sync();
			}
			finally {
				if (last) {
					this.file.close();
				}
			}
		});
	}

	private void submit(DiskWork task) {
		this.work = this.work.thenRunAsync(() -> {
			try {
				task.run();
			}
			catch (IOException | RuntimeException ex) {
				logger.atWarn()
					.addKeyValue("path", this.file)
					.setCause(ex)
					.log("The snapshot file cannot be written; after a restart this member may not know any member to join");
				this.countError.run();
				this.runtime.execute(this::failed);
			}
		}, this.runtime.blocking());
	}

	private void written(long size, boolean compacted) {
		this.writing = false;
		if (this.failing) {
			this.failing = false;
			logger.atInfo().addKeyValue("path", this.file).log("The snapshot file can be written again");
		}
		if (compacted) {
			this.compactedBytes = size;
		}
		long limit = Math.max(MIN_COMPACTION_BYTES, this.changes.aliveMembers() * COMPACTION_BYTES_PER_MEMBER);
		// With long names, even the shortest file may exceed the limit.
		this.rewrite = size > Math.max(limit, 2 * this.compactedBytes);
	}

	private void failed() {
		this.writing = false;
		// The lines to append are gone by now; only the whole file contains them.
		this.rewrite = true;
		this.failing = true;
	}

	/** A disk operation, which may fail. */
	@FunctionalInterface
	private interface DiskWork {

		void run() throws IOException;

	}

}
