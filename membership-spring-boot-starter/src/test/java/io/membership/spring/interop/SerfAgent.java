package io.membership.spring.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import tools.jackson.databind.json.JsonMapper;

/**
 * A real Serf agent. It notes user events in a file, and answers the query {@code load}.
 */
final class SerfAgent extends Node {

	private static final Pattern ERROR = Pattern.compile("\\[ERR]|\\[WARN].*(unknown|unsupported|invalid)",
			Pattern.CASE_INSENSITIVE);

	private final Map<String, Object> config = new LinkedHashMap<>();

	/**
	 * Creates an agent that is not started yet.
	 * @param folder where its files are kept
	 * @param name its name
	 * @param config what its configuration file has in addition
	 */
	SerfAgent(Path folder, String name, Map<String, Object> config) {
		super(folder, name);
		configure(config);
	}

	/**
	 * Creates an agent that takes the place of another node.
	 * @param folder where its files are kept
	 * @param other the node whose name and address it has
	 * @param config what its configuration file has in addition
	 */
	SerfAgent(Path folder, Node other, Map<String, Object> config) {
		super(folder, other);
		configure(config);
	}

	private void configure(Map<String, Object> config) {
		this.config.put("node_name", name());
		this.config.put("bind", address());
		this.config.put("rpc_addr", rpcAddress());
		this.config.put("log_level", "debug");
		this.config.put("event_handlers", List.of("user=echo \"$SERF_USER_EVENT $(cat)\" >> '" + file("events") + "'",
				"query:load=echo \"load of $SERF_SELF_NAME for $(cat)\""));
		this.config.putAll(config);
	}

	@Override
	List<String> command() {
		Path file = file("json");
		try {
			Files.writeString(file, new JsonMapper().writeValueAsString(this.config));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return List.of("serf", "agent", "-config-file=" + file);
	}

	@Override
	boolean isReady() {
		return serf().call("members").isSuccess();
	}

	@Override
	Pattern errorPattern() {
		return ERROR;
	}

	@Override
	String receivedEvents() {
		return ChildProcess.read(file("events"));
	}

}
