package io.membership.spring.interop;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.membership.testing.ApplicationProcess;
import io.membership.testing.MemberProcess;
import io.membership.testing.SeenMember;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The {@link InteropApplication} in a JVM of its own. It notes user events in its log,
 * and answers the query {@code load}.
 */
final class SpringApp extends ApplicationProcess {

	private static final String MAIN_CLASS = InteropApplication.class.getName();

	private static final String CLASS_PATH = System.getProperty("java.class.path");

	/**
	 * Creates an application that is not started yet.
	 * @param folder the folder of its files
	 * @param name its name
	 * @param properties what it is configured with in addition
	 */
	SpringApp(Path folder, String name, Map<String, Object> properties) {
		super(folder, name, MAIN_CLASS, CLASS_PATH, properties);
	}

	/**
	 * Creates an application that takes the place of another member.
	 * @param folder the folder of its files
	 * @param other the member whose name and address it takes
	 * @param properties what it is configured with in addition
	 */
	SpringApp(Path folder, MemberProcess other, Map<String, Object> properties) {
		super(folder, other, MAIN_CLASS, CLASS_PATH, properties);
	}

	@Override
	protected Map<String, Object> properties() {
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("spring.application.name", name());
		all.put("management.endpoints.web.exposure.include", "*");
		all.put("management.endpoints.access.default", "unrestricted");
		all.put("management.endpoint.health.show-details", "always");
		all.put("membership.node-name", name());
		all.put("membership.rpc.enabled", true);
		all.put("membership.rpc.address", rpcAddress());
		all.put("membership.rpc.close-application-on-leave", true);
		all.putAll(super.properties());
		return all;
	}

	/** The health, be it good or bad. */
	JsonNode health() {
		return JsonMapper.shared().readTree(actuator().send("GET", "health", null).body());
	}

	/** The members by name, as the endpoint shows them. */
	Map<String, SeenMember> endpointMembers() {
		return endpointMembers("");
	}

	Map<String, SeenMember> endpointMembers(String filter) {
		return actuator().get("cluster" + filter)
			.get("members")
			.valueStream()
			.map((member) -> SeenMember.of(member, "address"))
			.collect(Collectors.toMap(SeenMember::name, (member) -> member));
	}

}
