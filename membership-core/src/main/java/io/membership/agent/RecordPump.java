package io.membership.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the records of all streams of one connection in turn, and pauses while the client
 * does not read.
 */
final class RecordPump {

	private static final Logger logger = LoggerFactory.getLogger(RecordPump.class);

	private final Channel channel;

	private final RpcServerConfig.Limits limits;

	private final Set<RecordBuffer> buffers = ConcurrentHashMap.newKeySet();

	private final AtomicLong bytes = new AtomicLong();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	RecordPump(Channel channel, RpcServerConfig.Limits limits) {
		this.channel = channel;
		this.limits = limits;
	}

	/** Creates a buffer of the usual capacity. */
	RecordBuffer buffer(long seq) {
		return buffer(seq, this.limits.bufferedRecords());
	}

	/**
	 * Creates a buffer for the records of the command with this number; it is not open
	 * yet.
	 */
	RecordBuffer buffer(long seq, int capacity) {
		RecordBuffer buffer = new RecordBuffer(seq, capacity, this.limits.bufferedBytes(), this.bytes, this);
		this.buffers.add(buffer);
		return buffer;
	}

	void remove(RecordBuffer buffer) {
		this.buffers.remove(buffer);
	}

	/** Schedules a flush. Any thread. */
	void ready() {
		if (this.scheduled.compareAndSet(false, true)) {
			execute(this::drain);
		}
	}

	/** Sends as much as the client takes. Event loop only. */
	void drain() {
		this.scheduled.set(false);
		List<RecordBuffer> turn = new ArrayList<>(this.buffers);
		boolean wrote = false;
		while (!turn.isEmpty() && this.channel.isWritable()) {
			wrote |= turn.removeIf((buffer) -> !send(buffer)) || !turn.isEmpty();
		}
		if (wrote) {
			this.channel.flush();
		}
	}

	private boolean send(RecordBuffer buffer) {
		byte[] record = buffer.poll();
		if (record == null) {
			return false;
		}
		this.channel.write(Unpooled.wrappedBuffer(record), this.channel.voidPromise());
		return true;
	}

	/**
	 * Logs that the client has fallen behind. Logs on the event loop, since a thread that
	 * fills a stream of log lines must not log.
	 */
	void dropping() {
		execute(() -> logger.atWarn()
			.addKeyValue("client", this.channel.remoteAddress())
			.log("Dropping records, because the client reads too slowly"));
	}

	void closeAll() {
		List.copyOf(this.buffers).forEach(RecordBuffer::close);
	}

	private void execute(Runnable task) {
		try {
			this.channel.eventLoop().execute(task);
		}
		catch (RejectedExecutionException ex) {
			// The server has been closed, and this connection with it.
		}
	}

}
