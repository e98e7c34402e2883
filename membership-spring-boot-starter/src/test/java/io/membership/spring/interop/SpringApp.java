package io.membership.spring.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An application in a JVM of its own. It notes user events in its log, and answers the
 * query {@code load}.
 */
final class SpringApp extends Node {

	private static final Pattern ERROR = Pattern.compile("^\\S+\\s+ERROR ");

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private final int httpPort = FreePorts.next();

	/**
	 * Creates an application that is not started yet.
	 * @param folder where its files are kept
	 * @param name its name
	 * @param properties what it is configured with in addition
	 */
	SpringApp(Path folder, String name, Map<String, Object> properties) {
		super(folder, name);
		configure(properties);
	}

	/**
	 * Creates an application that takes the place of another node.
	 * @param folder where its files are kept
	 * @param other the node whose name and address it has
	 * @param properties what it is configured with in addition
	 */
	SpringApp(Path folder, Node other, Map<String, Object> properties) {
		super(folder, other);
		configure(properties);
	}

	private void configure(Map<String, Object> properties) {
		this.properties.put("server.address", "127.0.0.1");
		this.properties.put("server.port", this.httpPort);
		this.properties.put("spring.main.banner-mode", "off");
		this.properties.put("spring.application.name", name());
		this.properties.put("management.endpoints.web.exposure.include", "*");
		this.properties.put("management.endpoints.access.default", "unrestricted");
		this.properties.put("management.endpoint.health.show-details", "always");
		this.properties.put("membership.node-name", name());
		this.properties.put("membership.bind-address", "127.0.0.1");
		this.properties.put("membership.bind-port", port());
		this.properties.put("membership.rpc.enabled", true);
		this.properties.put("membership.rpc.address", rpcAddress());
		this.properties.put("membership.rpc.close-application-on-leave", true);
		this.properties.putAll(properties);
	}

	Actuator actuator() {
		return new Actuator("http://127.0.0.1:" + this.httpPort + "/actuator");
	}

	/** The members by name, as the endpoint shows them. */
	Map<String, SeenMember> endpointMembers() {
		return endpointMembers("");
	}

	Map<String, SeenMember> endpointMembers(String filter) {
		return actuator().get("cluster" + filter)
			.get("members")
			.valueStream()
			.map(SeenMember::ofEndpoint)
			.collect(Collectors.toMap(SeenMember::name, (member) -> member));
	}

	@Override
	List<String> command() {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
						"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp",
						System.getProperty("java.class.path"), InteropApplication.class.getName()));
		this.properties.forEach((name, value) -> command.add("--" + name + "=" + value));
		return command;
	}

	@Override
	boolean isReady() {
		return actuator().answers() && log().contains(" Started InteropApplication ");
	}

	@Override
	Pattern errorPattern() {
		return ERROR;
	}

	@Override
	String receivedEvents() {
		return log();
	}

}
