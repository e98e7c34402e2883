package io.membership.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The real {@code serf} tool, pointed at the RPC port of a member.
 *
 * @param rpcAddress address and port
 * @param rpcKey the key of the port, or empty
 */
public record SerfTool(String rpcAddress, String rpcKey) {

	private static final JsonMapper json = new JsonMapper();

	/**
	 * Runs a command.
	 * @param command the command
	 * @param arguments its arguments
	 * @return the result, successful or not
	 */
	public ProgramResult call(String command, String... arguments) {
		return ProgramResult.of(line(command, arguments).toArray(String[]::new));
	}

	/**
	 * Runs a command that must succeed.
	 * @param command the command
	 * @param arguments its arguments
	 * @return its output
	 */
	public String run(String command, String... arguments) {
		ProgramResult result = call(command, arguments);
		assertThat(result.exitCode()).as("serf %s %s: %s", command, List.of(arguments), result.output()).isZero();
		return result.output();
	}

	/**
	 * Runs a command that must succeed and print JSON.
	 * @param command the command
	 * @param arguments its arguments
	 * @return its output
	 */
	public JsonNode json(String command, String... arguments) {
		List<String> all = new ArrayList<>(List.of("-format=json"));
		all.addAll(List.of(arguments));
		return json.readTree(run(command, all.toArray(String[]::new)));
	}

	/**
	 * Returns the members by name, as {@code serf members} shows them.
	 * @param filters arguments of the command
	 * @return the members
	 */
	public Map<String, SeenMember> members(String... filters) {
		return json("members", filters).get("members")
			.valueStream()
			.map((member) -> SeenMember.of(member, "addr"))
			.collect(Collectors.toMap(SeenMember::name, (member) -> member));
	}

	/**
	 * Starts a command that runs until the test closes it.
	 * @param output the file for its output
	 * @param command the command
	 * @param arguments its arguments
	 * @return the running command
	 */
	public TestProcess stream(Path output, String command, String... arguments) {
		return TestProcess.start("serf " + command, output, line(command, arguments));
	}

	private List<String> line(String command, String... arguments) {
		List<String> line = new ArrayList<>(List.of("serf", command, "-rpc-addr=" + this.rpcAddress));
		if (!this.rpcKey.isEmpty()) {
			line.add("-rpc-auth=" + this.rpcKey);
		}
		line.addAll(List.of(arguments));
		return line;
	}

}
