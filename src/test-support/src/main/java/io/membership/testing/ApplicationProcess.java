package io.membership.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A Spring Boot application in a separate JVM, on loopback. */
public class ApplicationProcess extends MemberProcess {

	private static final Pattern ERROR = Pattern.compile("^\\S+\\s+ERROR ");

	private final String mainClass;

	private final String classPath;

	private final Map<String, Object> properties;

	/** Zero until a port is reserved. */
	private int httpPort;

	/**
	 * Creates an application that is not started yet.
	 * @param folder the folder of its files
	 * @param name its name
	 * @param mainClass its main class
	 * @param classPath its class path
	 * @param properties its properties, except addresses and ports; a value may be a
	 * {@link java.util.function.Supplier}, which is called at each start
	 */
	public ApplicationProcess(Path folder, String name, String mainClass, String classPath,
			Map<String, Object> properties) {
		super(folder, name);
		this.mainClass = mainClass;
		this.classPath = classPath;
		this.properties = properties;
	}

	/**
	 * Creates an application that takes the place of another member.
	 * @param folder the folder of its files
	 * @param other the member whose name and address it takes over
	 * @param mainClass its main class
	 * @param classPath its class path
	 * @param properties its properties, except addresses and ports; a value may be a
	 * {@link java.util.function.Supplier}, which is called at each start
	 */
	public ApplicationProcess(Path folder, MemberProcess other, String mainClass, String classPath,
			Map<String, Object> properties) {
		super(folder, other);
		this.mainClass = mainClass;
		this.classPath = classPath;
		this.properties = properties;
	}

	@Override
	protected final boolean forgetPorts() {
		this.httpPort = 0;
		return super.forgetPorts();
	}

	/**
	 * Returns the properties of its command line, except addresses and ports.
	 * @return the properties
	 */
	protected Map<String, Object> properties() {
		return this.properties;
	}

	@Override
	protected final List<String> command() {
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("server.address", "127.0.0.1");
		all.put("server.port", httpPort());
		all.put("spring.main.banner-mode", "off");
		all.put("membership.bind-address", "127.0.0.1");
		all.put("membership.bind-port", port());
		all.putAll(presentValues(properties()));
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
						"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", this.classPath, this.mainClass));
		all.forEach((name, value) -> command.add("--" + name + "=" + value));
		return command;
	}

	@Override
	protected final boolean isReady() {
		String simpleName = this.mainClass.substring(this.mainClass.lastIndexOf('.') + 1);
		return process().log().contains(" Started " + simpleName + " in ");
	}

	/**
	 * Returns the port of its web server.
	 * @return the port
	 */
	public final int httpPort() {
		if (this.httpPort == 0) {
			this.httpPort = Ports.reserve();
		}
		return this.httpPort;
	}

	/**
	 * Returns its HTTP interface.
	 * @return the interface; its paths begin without a slash
	 */
	public final JsonApi http() {
		return new JsonApi("http://127.0.0.1:" + httpPort());
	}

	/**
	 * Returns its actuator endpoints.
	 * @return the interface; its paths begin with the name of an endpoint
	 */
	public final JsonApi actuator() {
		return new JsonApi("http://127.0.0.1:" + httpPort() + "/actuator");
	}

	@Override
	public final List<String> errors() {
		return log().lines().filter(ERROR.asPredicate()).toList();
	}

	@Override
	public final String receivedEvents() {
		return log();
	}

}
