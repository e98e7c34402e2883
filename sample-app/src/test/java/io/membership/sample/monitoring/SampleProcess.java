package io.membership.sample.monitoring;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.membership.sample.SampleApplication;
import io.membership.testing.ApplicationProcess;
import tools.jackson.databind.JsonNode;

/** The sample application in a process of its own, with the class path of the tests. */
final class SampleProcess extends ApplicationProcess {

	/**
	 * Creates a member that is not started yet.
	 * @param folder folder for its log
	 * @param name its name
	 * @param properties its properties
	 */
	SampleProcess(Path folder, String name, Map<String, Object> properties) {
		super(folder, name, SampleApplication.class.getName(), System.getProperty("java.class.path"), properties);
	}

	@Override
	protected Map<String, Object> properties() {
		Map<String, Object> all = new HashMap<>(super.properties());
		all.put("membership.node-name", name());
		return all;
	}

	JsonNode state() {
		return http().get("state");
	}

	long aliveMembers() {
		return state().path("members")
			.valueStream()
			.filter((member) -> "alive".equals(member.path("status").asString()))
			.count();
	}

	List<String> messages() {
		return state().path("events")
			.valueStream()
			.filter((event) -> "message".equals(event.path("kind").asString()))
			.map((event) -> event.path("text").asString())
			.toList();
	}

	int say(String message) {
		return http().send("POST", "event", Map.of("message", message)).statusCode();
	}

}
