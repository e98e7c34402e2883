package io.membership.spring.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.membership.testing.MemberProcess;
import io.membership.testing.SeenMember;
import io.membership.testing.SerfAgent;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three real agents and two applications, encrypted, that have joined each other in every
 * direction: {@code two} its fellow agent, {@code red} an agent by its configuration,
 * {@code three} an application by the tool, and {@code blue} an agent by the tool at the
 * application. {@code three} and {@code blue} forget quickly who is gone, the others
 * don't.
 * <p>
 * All use the profile for a local network, the agents' default. With the one for a single
 * machine a broadcast is transmitted so seldom that real agents among themselves miss
 * about every tenth, and get it only by the next exchange of states.
 */
final class MixedCluster implements AutoCloseable {

	private static final String FIRST_KEY = "T9jncgl9mbLus+baTTa7q7nPSUrXwbDi2dhbtqir37s=";

	private static final JsonMapper JSON = new JsonMapper();

	private final Path folder;

	private final List<MemberProcess> extras = new ArrayList<>();

	private final SerfAgent one;

	private final SerfAgent two;

	private final SerfAgent three;

	private final SpringApp red;

	private final SpringApp blue;

	MixedCluster() {
		this.folder = newFolder();
		this.one = agent("one", Map.of("tags", Map.of("role", "web", "dc", "east")));
		this.two = agent("two", Map.of("tags", Map.of("role", "db", "dc", "west"), "start_join",
				later(() -> List.of(this.one.address()))));
		this.three = agent("three", Map.of("tags", Map.of("role", "db", "dc", "east"), "reconnect_timeout", "1s",
				"tombstone_timeout", "1s"));
		this.red = app("red", Map.of("membership.tags.role", "web", "membership.tags.dc", "west", "membership.join",
				later(this.one::address)));
		this.blue = app("blue", Map.of("membership.tags.role", "cache", "membership.members.reconnect-timeout", "1s",
				"membership.members.tombstone-timeout", "1s", "membership.members.reap-interval", "500ms"));
	}

	/** What is known only when the first agent runs. */
	private static Supplier<Object> later(Supplier<Object> value) {
		return value;
	}

	void start() {
		this.one.start();
		this.red.launch();
		this.blue.launch();
		this.two.start();
		this.three.start();
		this.red.awaitReady();
		this.blue.awaitReady();
		assertThat(this.blue.serf().run("join", this.one.address())).contains("Successfully joined cluster");
		assertThat(this.three.serf().run("join", this.blue.address())).contains("Successfully joined cluster");
		awaitAgreement();
	}

	SerfAgent one() {
		return this.one;
	}

	SerfAgent two() {
		return this.two;
	}

	SerfAgent three() {
		return this.three;
	}

	SpringApp red() {
		return this.red;
	}

	SpringApp blue() {
		return this.blue;
	}

	List<SerfAgent> agents() {
		return List.of(this.one, this.two, this.three);
	}

	List<SpringApp> apps() {
		return List.of(this.red, this.blue);
	}

	List<MemberProcess> all() {
		return List.of(this.one, this.two, this.three, this.red, this.blue);
	}

	/** Those that remember for a day who is gone. */
	List<MemberProcess> patient() {
		return List.of(this.one, this.two, this.red);
	}

	/** Those that forget within a second who is gone, as soon as they look. */
	List<MemberProcess> forgetful() {
		return List.of(this.three, this.blue);
	}

	/** Creates one more agent with this cluster's keys, closed with the cluster. */
	SerfAgent agent(String name, Map<String, Object> config) {
		Map<String, Object> all = new LinkedHashMap<>(config);
		all.put("keyring_file", newKeyring(name).toString());
		return add(new SerfAgent(this.folder, name, all));
	}

	/** Creates one more application with this cluster's keys, closed with the cluster. */
	SpringApp app(String name, Map<String, Object> properties) {
		Map<String, Object> all = new LinkedHashMap<>(properties);
		all.put("membership.encryption.keyring-file", newKeyring(name));
		return add(new SpringApp(this.folder, name, all));
	}

	/** Creates an agent of the name, the address and the files of another node. */
	SerfAgent agentInPlaceOf(MemberProcess other, Map<String, Object> config) {
		Map<String, Object> all = new LinkedHashMap<>(config);
		all.put("keyring_file", keyring(other.name()).toString());
		return add(new SerfAgent(this.folder, other, all));
	}

	/** Creates an application of the name, the address and the files of another node. */
	SpringApp appInPlaceOf(MemberProcess other, Map<String, Object> properties) {
		Map<String, Object> all = new LinkedHashMap<>(properties);
		all.put("membership.encryption.keyring-file", keyring(other.name()));
		return add(new SpringApp(this.folder, other, all));
	}

	/** Waits until all five see all five alive, from whichever side they are asked. */
	void awaitAgreement() {
		String[] names = all().stream().map(MemberProcess::name).toArray(String[]::new);
		eventually(() -> {
			for (MemberProcess node : all()) {
				assertThat(alive(node.members())).as("at %s", node).contains(names);
			}
			for (SpringApp app : apps()) {
				assertThat(alive(app.endpointMembers())).as("at the endpoint of %s", app).contains(names);
			}
		});
	}

	/** Whether all five come to see all five alive within a time. */
	boolean agreesWithin(Duration limit) {
		Set<String> names = all().stream().map(MemberProcess::name).collect(Collectors.toSet());
		try {
			Awaitility.await()
				.atMost(limit)
				.until(() -> all().stream().allMatch((node) -> alive(node.members()).containsAll(names)));
			return true;
		}
		catch (ConditionTimeoutException ex) {
			return false;
		}
	}

	/** Waits until some nodes give a member a status, {@code null} if they forget it. */
	void awaitStatus(List<MemberProcess> nodes, MemberProcess member, @Nullable String status) {
		eventually(() -> {
			for (MemberProcess node : nodes) {
				assertThat(node.statusOf(member.name())).as("%s at %s", member, node).isEqualTo(status);
				if (node instanceof SpringApp app) {
					SeenMember seen = app.endpointMembers().get(member.name());
					assertThat((seen != null) ? seen.status() : null).as("%s at the endpoint of %s", member, node)
						.isEqualTo(status);
				}
			}
		});
	}

	/** Ends a node that was added, and makes all forget it. */
	void remove(MemberProcess node) {
		node.kill();
		eventually(() -> assertThat(this.one.statusOf(node.name())).isNotEqualTo("alive"));
		prune(this.one, node);
	}

	/**
	 * Makes all forget a node that is gone. Who hears of it with a Lamport time that is
	 * not after what it has heard of that node already does nothing, as Serf has it, and
	 * that happens when the clock of who asks lags; so it is asked again until all have
	 * done it.
	 */
	void prune(MemberProcess asked, MemberProcess gone) {
		eventually(() -> {
			asked.serf().run("force-leave", "-prune", gone.name());
			for (MemberProcess node : all()) {
				assertThat(node.statusOf(gone.name())).as("%s at %s", gone, node).isNull();
			}
		});
	}

	/** The keys that a node has in its file, the primary one first. */
	List<String> keys(String node) {
		return JSON.readValue(read(keyring(node)), new TypeReference<List<String>>() {
		});
	}

	@Override
	public void close() {
		this.extras.forEach(MemberProcess::close);
	}

	private <N extends MemberProcess> N add(N node) {
		this.extras.add(node);
		return node;
	}

	/** A file of a node. */
	Path file(String node, String suffix) {
		return this.folder.resolve(node + "." + suffix).toAbsolutePath();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path keyring(String node) {
		return file(node, "keyring");
	}

	private Path newKeyring(String node) {
		try {
			Path known = keyring("one");
			String keys = Files.exists(known) ? Files.readString(known) : JSON.writeValueAsString(List.of(FIRST_KEY));
			return Files.writeString(keyring(node), keys);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> alive(Map<String, SeenMember> members) {
		return members.values()
			.stream()
			.filter((member) -> "alive".equals(member.status()))
			.map(SeenMember::name)
			.toList();
	}

	/**
	 * Creates the folder of a run, which is kept until the next build for
	 * troubleshooting.
	 */
	private static Path newFolder() {
		try {
			return Files.createTempDirectory(Files.createDirectories(Path.of("target", "interop")), "mixed-");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
