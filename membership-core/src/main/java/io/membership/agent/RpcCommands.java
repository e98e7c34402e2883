package io.membership.agent;

import java.io.IOException;
import java.util.concurrent.CompletionStage;

import io.netty.channel.Channel;

/**
 * Executes the commands of an authenticated client and keeps the state of one connection.
 * Confined to the connection's event loop; never blocks it.
 */
final class RpcCommands {

	private final ClusterCommands cluster;

	private final InfoCommands info;

	private final KeyCommands keys;

	private final RpcStreams streams;

	private final RpcMonitor monitor;

	private final RpcQueries queries;

	private final RecordPump pump;

	RpcCommands(RpcContext context, Channel channel) {
		this.pump = new RecordPump(channel, context.config().limits());
		this.cluster = new ClusterCommands(context);
		this.info = new InfoCommands(context);
		this.keys = new KeyCommands(context);
		this.streams = new RpcStreams(context, this.pump);
		this.monitor = new RpcMonitor(context.log(), this.pump);
		this.queries = new RpcQueries(context, this.pump);
	}

	/**
	 * Executes a command.
	 * @param command the command; handshake and auth belong to the session
	 * @param seq the sequence number of the request
	 * @param body the body of the request
	 * @return the reply; completes on any thread
	 * @throws IOException if the body is malformed
	 */
	CompletionStage<RpcReply> execute(RpcCommand command, long seq, IpcFields body) throws IOException {
		return switch (command) {
			case EVENT -> this.cluster.event(body);
			case FORCE_LEAVE -> this.cluster.forceLeave(body);
			case JOIN -> this.cluster.join(body);
			case LEAVE -> this.cluster.leave();
			case TAGS -> this.cluster.tags(body);
			case MEMBERS -> this.info.members();
			case MEMBERS_FILTERED -> this.info.membersFiltered(body);
			case STATS -> this.info.stats();
			case GET_COORDINATE -> this.info.coordinate(body);
			case INSTALL_KEY -> this.keys.install(body);
			case USE_KEY -> this.keys.use(body);
			case REMOVE_KEY -> this.keys.remove(body);
			case LIST_KEYS -> this.keys.list();
			case STREAM -> this.streams.stream(seq, body).now();
			case MONITOR -> this.monitor.monitor(seq, body).now();
			case STOP -> stop(body.unsigned("Stop")).now();
			case QUERY -> this.queries.query(seq, body);
			case RESPOND -> this.streams.respond(body);
			case HANDSHAKE, AUTH -> throw new IllegalArgumentException("part of the session: " + command);
		};
	}

	/** Always succeeds, even if there is nothing to stop. */
	private RpcReply stop(long seq) {
		this.monitor.stop(seq);
		this.streams.stop(seq);
		return RpcReply.ok();
	}

	/** Resumes sending when the client reads again. */
	void writable() {
		this.pump.drain();
	}

	void close() {
		this.streams.close();
		this.monitor.close();
		this.queries.close();
		this.pump.closeAll();
	}

}
