package io.membership.agent;

import java.io.IOException;
import java.util.Locale;

import io.membership.Subscription;
import org.jspecify.annotations.Nullable;

/** The log stream of a connection; at most one exists. */
final class RpcMonitor {

	private final AgentLog log;

	private final RecordPump pump;

	private @Nullable Open open;

	RpcMonitor(AgentLog log, RecordPump pump) {
		this.log = log;
		this.pump = pump;
	}

	RpcReply monitor(long seq, IpcFields body) throws IOException {
		String name = body.text("LogLevel").toUpperCase(Locale.ROOT);
		AgentLog.Level level = level(name);
		if (level == null) {
			return RpcReply.error("Unknown log level: " + name);
		}
		if (this.open != null) {
			return RpcReply.error("Monitor already exists");
		}
		RecordBuffer buffer = this.pump.buffer(seq);
		Subscription subscription = this.log.watch(level,
				(line) -> buffer.offer(new IpcWriter().map(1).key("Log").text(line)));
		this.open = new Open(seq, subscription, buffer);
		return RpcReply.ok().whenSent(buffer::open);
	}

	void stop(long seq) {
		if (this.open != null && this.open.seq() == seq) {
			close();
		}
	}

	void close() {
		if (this.open != null) {
			this.open.subscription().close();
			this.open.buffer().close();
			this.open = null;
		}
	}

	private static AgentLog.@Nullable Level level(String name) {
		for (AgentLog.Level level : AgentLog.Level.values()) {
			if (level.name().equals(name)) {
				return level;
			}
		}
		return null;
	}

	private record Open(long seq, Subscription subscription, RecordBuffer buffer) {
	}

}
