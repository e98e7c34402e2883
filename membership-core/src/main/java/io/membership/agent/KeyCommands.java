package io.membership.agent;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.membership.cluster.keys.KeyManager;
import io.membership.cluster.keys.KeyResult;
import org.jspecify.annotations.Nullable;

/**
 * Commands for the keys of the cluster. The reply carries the answers of the members even
 * if some of them failed.
 */
final class KeyCommands {

	private final RpcContext context;

	KeyCommands(RpcContext context) {
		this.context = context;
	}

	CompletionStage<RpcReply> install(IpcFields body) throws IOException {
		String key = body.text("Key");
		return answer((keys) -> keys.install(key), false);
	}

	CompletionStage<RpcReply> use(IpcFields body) throws IOException {
		String key = body.text("Key");
		return answer((keys) -> keys.use(key), false);
	}

	CompletionStage<RpcReply> remove(IpcFields body) throws IOException {
		String key = body.text("Key");
		return answer((keys) -> keys.remove(key), false);
	}

	CompletionStage<RpcReply> list() {
		return answer(KeyManager::list, true);
	}

	private CompletionStage<RpcReply> answer(Function<KeyManager, CompletableFuture<KeyResult>> work, boolean list) {
		CompletableFuture<KeyResult> asked;
		try {
			asked = work.apply(this.context.target().keys());
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			asked = CompletableFuture.failedFuture(ex);
		}
		return asked.handle((result, failure) -> {
			if (failure != null) {
				return RpcReply.of(RpcReply.message(failure), body(list ? Map.of() : null, Map.of(), 0, 0, 0));
			}
			String error = result.error();
			Map<String, Integer> keys = list ? new TreeMap<>(result.keys()) : null;
			return RpcReply.of((error != null) ? error : "",
					body(keys, result.messages(), result.errors(), result.members(), result.answers()));
		});
	}

	private static IpcWriter body(@Nullable Map<String, Integer> keys, Map<String, String> messages, int errors,
			int members, int answers) {
		IpcWriter body = new IpcWriter().map(5).key("Keys").counts(keys).key("Messages").texts(messages);
		return body.key("NumErr").signed(errors).key("NumNodes").signed(members).key("NumResp").signed(answers);
	}

}
