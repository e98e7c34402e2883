package io.membership.agent;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

import io.membership.gossip.JoinResult;

/** Commands that change the membership or send events. */
final class ClusterCommands {

	private final RpcContext context;

	ClusterCommands(RpcContext context) {
		this.context = context;
	}

	CompletionStage<RpcReply> event(IpcFields body) throws IOException {
		return RpcReply
			.after(this.context.target().publish(body.text("Name"), body.bytes("Payload"), body.bool("Coalesce")));
	}

	CompletionStage<RpcReply> forceLeave(IpcFields body) throws IOException {
		return RpcReply.after(this.context.target().forceLeave(body.text("Node"), body.bool("Prune")));
	}

	/** A join succeeds if it reaches at least one address. */
	CompletionStage<RpcReply> join(IpcFields body) throws IOException {
		List<String> addresses = body.texts("Existing");
		boolean ignoreOld = !body.bool("Replay");
		try {
			return this.context.target().join(addresses, ignoreOld).handle((result, failure) -> {
				if (failure != null) {
					return joined(RpcReply.message(failure), 0);
				}
				return joined((result.reached() == 0) ? describe(result) : "", result.reached());
			});
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			return joined(RpcReply.message(ex), 0).now();
		}
	}

	private static RpcReply joined(String error, int reached) {
		return RpcReply.of(error, new IpcWriter().map(1).key("Num").signed(reached));
	}

	/** Formats errors like the error library of the reference. */
	private static String describe(JoinResult result) {
		Map<String, String> failures = new TreeMap<>(result.failures());
		if (failures.isEmpty()) {
			return "";
		}
		StringBuilder text = new StringBuilder(
				(failures.size() == 1) ? "1 error occurred:" : failures.size() + " errors occurred:");
		failures
			.forEach((address, why) -> text.append("\n\t* Failed to join ").append(address).append(": ").append(why));
		return text.append("\n\n").toString();
	}

	/**
	 * Notifies the application after the client has received the reply, or can no longer
	 * receive it.
	 */
	CompletionStage<RpcReply> leave() {
		return RpcReply.after(this.context.target().leave())
			.thenApply((reply) -> reply.error().isEmpty() ? reply.whenSent(this::left) : reply);
	}

	/**
	 * Runs on a thread that neither the end of the server nor that of the application
	 * stops.
	 */
	private void left() {
		Thread thread = new Thread(this.context.application()::left, "membership-rpc-left");
		thread.setDaemon(false);
		thread.start();
	}

	CompletionStage<RpcReply> tags(IpcFields body) throws IOException {
		return RpcReply.after(this.context.tags().change(body.textMap("Tags"), body.texts("DeleteTags")));
	}

}
