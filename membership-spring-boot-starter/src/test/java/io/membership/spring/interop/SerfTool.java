package io.membership.spring.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The real {@code serf} tool, pointed at the RPC port of an agent or of an application.
 *
 * @param rpcAddress address and port
 */
record SerfTool(String rpcAddress) {

	private static final JsonMapper json = new JsonMapper();

	private static final int LIMIT_SECONDS = 60;

	/** Calls a command and takes it as it ends. */
	ToolResult call(String command, String... arguments) {
		try {
			Process process = start(command, arguments).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				throw new IllegalStateException("serf " + command + " does not end");
			}
			return new ToolResult(process.exitValue(), output);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Calls a command that has to succeed; returns what it prints. */
	String run(String command, String... arguments) {
		ToolResult result = call(command, arguments);
		assertThat(result.exitCode()).as("serf %s %s: %s", command, List.of(arguments), result.output()).isZero();
		return result.output();
	}

	/** Calls a command that has to succeed and prints JSON. */
	JsonNode json(String command, String... arguments) {
		List<String> all = new ArrayList<>(List.of("-format=json"));
		all.addAll(List.of(arguments));
		return json.readTree(run(command, all.toArray(String[]::new)));
	}

	/** The members, by name, as {@code serf members} shows them. */
	Map<String, SeenMember> members(String... filters) {
		JsonNode members = json("members", filters).get("members");
		return StreamSupport.stream(members.spliterator(), false)
			.map(SeenMember::ofTool)
			.collect(Collectors.toMap(SeenMember::name, (member) -> member));
	}

	/** Starts a command that goes on until it is closed. */
	ToolStream stream(Path output, String command, String... arguments) {
		try {
			return new ToolStream(start(command, arguments).redirectOutput(output.toFile()).start(), output);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ProcessBuilder start(String command, String... arguments) {
		List<String> line = new ArrayList<>(List.of("serf", command, "-rpc-addr=" + this.rpcAddress));
		line.addAll(List.of(arguments));
		return new ProcessBuilder(line).redirectErrorStream(true);
	}

}
