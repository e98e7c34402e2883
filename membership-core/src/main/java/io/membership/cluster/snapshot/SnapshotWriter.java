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
 * the disk is touched on the executor for blocking work, by one task at a time, and while
 * that takes, {@link SnapshotChanges} collects what is to be written next.
 * <p>
 * Every {@value #FLUSH_MILLIS} ms what has changed is appended. When the file has grown
 * far beyond what it has to say, it is replaced by the shortest one. An error of the disk
 * is logged and counted and reaches nobody: the file is then replaced as a whole, at once
 * and, while that fails too, every 30 seconds. The disk is asked to make things durable
 * when the file is replaced, when the member leaves and at the end; a crash of the
 * machine, other than one of the process, may cost what was appended since.
 */
public final class SnapshotWriter {

	private static final Logger logger = LoggerFactory.getLogger(SnapshotWriter.class);

	/** How often changes are written. */
	static final long FLUSH_MILLIS = 500;

	private static final long FLUSH_NANOS = Duration.ofMillis(FLUSH_MILLIS).toNanos();

	private static final long RETRY_NANOS = Duration.ofSeconds(30).toNanos();

	/** A file up to this size is never replaced for its size. */
	static final long MIN_COMPACTION_BYTES = 128 * 1024;

	/** Twice what one member takes, as Serf estimates it. */
	private static final long COMPACTION_BYTES_PER_MEMBER = 2 * 128;

	private final NodeRuntime runtime;

	private final SnapshotFile file;

	private final boolean rejoinAfterLeave;

	private final LongSupplier memberClock;

	private final Runnable countError;

	private final SnapshotChanges changes;

	/** The work of the disk, one after the other. */
	private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);

	private boolean writing;

	private boolean rewrite;

	private boolean failing;

	private boolean left;

	private boolean closed;

	/** When the file may be replaced again. */
	private long retryAt;

	private long compactedBytes;

	/**
	 * Creates a writer that does nothing before {@link #start()}.
	 * @param runtime the event loop and its executor
	 * @param file the file; it was read before
	 * @param initial what was read
	 * @param rejoinAfterLeave whether the file still says whom to join after a leave
	 * @param memberClock the present time of the membership's Lamport clock
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

	/**
	 * Begins to write.
	 */
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
	 * Forgets whom an earlier run knew and nobody mentions any more.
	 * @param known names of all members that are known, also of those that are gone
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
	 * Records that a query was delivered, be it to the application or within the cluster
	 * layer.
	 * @param time its Lamport time, unsigned
	 */
	public void query(long time) {
		this.changes.queryClock(time);
	}

	/**
	 * Records that the member leaves, and records nothing from then on.
	 * @return completed, never exceptionally by an error of the disk, when that is on the
	 * disk or has failed; completed off the event loop
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
	 * Writes what is left to be written, and ends.
	 * @return completed, never exceptionally by an error of the disk, when that is on the
	 * disk or has failed; completed off the event loop
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
	 * Whether the last attempt to write has failed, so that the file is out of date.
	 * @return whether it has
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
	 * The last words cannot wait for a retry: if the file turns out to be damaged, it is
	 * replaced in the same go.
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
					.log("The snapshot file cannot be written; after a restart this member may not know whom to join");
				this.countError.run();
				this.runtime.execute(this::failed);
			}
		}, this.runtime.blocking());
	}

	private void written(long size, boolean compacted) {
		this.writing = false;
		if (this.failing) {
			this.failing = false;
			logger.atInfo().addKeyValue("path", this.file).log("The snapshot file is written again");
		}
		if (compacted) {
			this.compactedBytes = size;
		}
		long limit = Math.max(MIN_COMPACTION_BYTES, this.changes.aliveMembers() * COMPACTION_BYTES_PER_MEMBER);
		// Where names are long, the shortest file may be over the limit.
		this.rewrite = size > Math.max(limit, 2 * this.compactedBytes);
	}

	private void failed() {
		this.writing = false;
		// What was to be appended is forgotten by now; only the whole file holds it.
		this.rewrite = true;
		this.failing = true;
	}

	/** Work that may fail as disks do. */
	@FunctionalInterface
	private interface DiskWork {

		void run() throws IOException;

	}

}
