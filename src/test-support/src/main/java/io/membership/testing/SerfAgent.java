package io.membership.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import tools.jackson.databind.json.JsonMapper;

/**
 * A real Serf agent on loopback. Unless configured otherwise, it records user events in a
 * file and answers the query {@code load}.
 */
public final class SerfAgent extends MemberProcess {

	private static final Pattern ERROR = Pattern.compile("\\[ERR]|\\[WARN].*(unknown|unsupported|invalid)",
			Pattern.CASE_INSENSITIVE);

	private final Map<String, Object> config;

	/**
	 * Creates an agent that is not started yet.
	 * @param folder the folder of its files
	 * @param name its name
	 * @param config additional entries of its configuration file; a value may be a
	 * {@link java.util.function.Supplier}, which is called at each start
	 */
	public SerfAgent(Path folder, String name, Map<String, Object> config) {
		super(folder, name);
		this.config = config;
	}

	/**
	 * Creates an agent that takes the place of another member.
	 * @param folder the folder of its files
	 * @param other the member whose name and address it takes over
	 * @param config additional entries of its configuration file; a value may be a
	 * {@link java.util.function.Supplier}, which is called at each start
	 */
	public SerfAgent(Path folder, MemberProcess other, Map<String, Object> config) {
		super(folder, other);
		this.config = config;
	}

	@Override
	protected List<String> command() {
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("node_name", name());
		all.put("bind", address());
		all.put("rpc_addr", rpcAddress());
		all.put("log_level", "debug");
		all.put("event_handlers", List.of("user=echo \"$SERF_USER_EVENT $(cat)\" >> '" + file("events") + "'",
				"query:load=echo \"load of $SERF_SELF_NAME for $(cat)\""));
		all.putAll(presentValues(this.config));
		try {
			Files.writeString(file("json"), new JsonMapper().writeValueAsString(all));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return List.of("serf", "agent", "-config-file=" + file("json"));
	}

	@Override
	protected boolean isReady() {
		return process().log().contains("Serf agent running!") && serf().call("members").isSuccess();
	}

	@Override
	protected String rpcKey() {
		return (String) this.config.getOrDefault("rpc_auth", "");
	}

	@Override
	public List<String> errors() {
		return log().lines().filter(ERROR.asPredicate()).toList();
	}

	@Override
	public String receivedEvents() {
		return text("events");
	}

}
