package io.membership.gossip;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.testing.Json;
import io.membership.wire.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a live memberlist node did on each message in each state, and that this member
 * does the same. Where it does something else on purpose, the case is listed in
 * {@link #DEVIATIONS} with what it does instead.
 */
class StateMachineVectorTests {

	/**
	 * A case in which this member does something else than memberlist.
	 *
	 * @param reason why
	 * @param nodes nodes in another state, as {@code state incarnation}
	 * @param events the events instead, or {@code null} for the same
	 * @param broadcasts the broadcasts instead, or {@code null} for the same
	 */
	private record Deviation(String reason, Map<String, String> nodes, @Nullable Set<String> events,
			@Nullable Set<String> broadcasts) {
	}

	private static final Map<String, Deviation> DEVIATIONS = Map.of(
			// 4 bytes and 16 bytes are two spellings of the same address
			"alive_newer_v4mapped_addr",
			new Deviation("a v4-mapped address is normalised, so there is no conflict", Map.of("b", "alive 6"),
					Set.of(), Set.of("alive b inc=6")),
			"dead_then_alive_equal",
			new Deviation("a node that does not know that it is held for dead is told so", Map.of(), null,
					Set.of("dead b inc=5 from=a")),
			"left_then_alive_equal_same_addr",
			new Deviation("a node that does not know that it is held for left is told so", Map.of(), null,
					Set.of("dead b inc=5 from=b")),
			"self_suspect_lower", new Deviation("who accuses this member of what it has refuted is told so", Map.of(),
					null, Set.of("alive a inc=1")));

	/** Events that memberlist does not have. */
	private static final Set<String> OWN_EVENTS = Set.of("suspected", "recovered");

	private final List<String> conflicts = new ArrayList<>();

	private final SimulatedCluster cluster = new SimulatedCluster(1);

	/**
	 * Nothing happens by itself but gossip. The reclaim time of zero is memberlist's.
	 */
	private final SimulatedMember a = this.cluster.start("a", this.cluster.simulation.nextAddress(),
			(config) -> SimulatedCluster.quiet(config)
				.withMembers((members) -> members.withDeadNodeReclaimTime(Duration.ZERO)),
			Delegates.none()
				.withConflict((existing, other) -> this.conflicts
					.add("conflict " + existing.name() + " theirs " + other.address().getAddress().getHostAddress())));

	private final ScriptedPeer b = new ScriptedPeer(this.cluster, "b");

	private final ScriptedPeer c = new ScriptedPeer(this.cluster, "c");

	private final ScriptedPeer stranger = new ScriptedPeer(this.cluster, "stranger", address("10.0.0.99"), "");

	static Stream<String> cases() {
		return vectors().keySet().stream();
	}

	@ParameterizedTest
	@MethodSource("cases")
	void aMessageHasTheEffectThatItHasOnMemberlist(String name) {
		Map<String, @Nullable Object> vector = Objects.requireNonNull(vectors().get(name));
		Map<String, @Nullable Object> expected = Json.object(vector.get("expected"));
		Deviation deviation = DEVIATIONS.getOrDefault(name, new Deviation("", Map.of(), null, null));
		assertThat(this.a.address).isEqualTo(address("10.0.0.1"));
		for (Object packet : Json.array(vector.get("setup_packets"))) {
			this.stranger.send(this.a.address, hex(packet));
			drain();
		}
		int eventsBefore = this.a.events.size();
		this.conflicts.clear();
		this.b.heard.clear();
		this.c.heard.clear();
		int healthBefore = this.a.list.healthScore();

		if ("stream".equals(vector.get("transport"))) {
			this.stranger.requestBytes(this.a, hex(vector.get("hex")));
		}
		else {
			this.stranger.send(this.a.address, hex(vector.get("hex")));
		}
		drain();

		assertThat(nodes()).isEqualTo(expectedNodes(expected, deviation));
		assertThat(events(eventsBefore)).as(deviation.reason())
			.isEqualTo((deviation.events() != null) ? deviation.events() : strings(expected.get("events")));
		assertThat(broadcasts()).as(deviation.reason())
			.isEqualTo((deviation.broadcasts() != null) ? deviation.broadcasts() : strings(expected.get("broadcasts")));
		assertThat((long) this.a.list.healthScore() - healthBefore).isEqualTo(expected.get("health_delta"));
		assertThat(this.a.list.metrics().count(Counter.REFUTATIONS)).isEqualTo(expected.get("health_delta"));
	}

	@Test
	void everyDeviationIsACaseOfTheVectors() {
		assertThat(vectors()).hasSize(48).containsKeys(DEVIATIONS.keySet().toArray(String[]::new));
	}

	/** Until everything that is queued has been gossiped often enough. */
	private void drain() {
		this.cluster.run(Duration.ofMillis(20));
		this.cluster.expect(() -> this.a.list.metrics().broadcastQueueDepth() == 0 || hasNoAudience(),
				Duration.ofMinutes(1), "the gossip is drained");
		this.cluster.run(Duration.ofMillis(20));
	}

	private boolean hasNoAudience() {
		return this.a.list.members().size() == 1;
	}

	private Map<String, String> nodes() {
		Map<String, String> nodes = new TreeMap<>();
		for (Member member : this.a.list.allMembers()) {
			nodes.put(member.name(),
					stateOf(member.status()) + " " + member.incarnation() + " "
							+ member.address().getAddress().getHostAddress() + " "
							+ HexFormat.of().formatHex(member.metadata()));
		}
		return nodes;
	}

	private static Map<String, String> expectedNodes(Map<String, @Nullable Object> expected, Deviation deviation) {
		Map<String, String> nodes = new TreeMap<>();
		Json.object(expected.get("nodes")).forEach((name, value) -> {
			Map<String, @Nullable Object> node = Json.object(value);
			String state = deviation.nodes().getOrDefault(name, node.get("state") + " " + node.get("incarnation"));
			nodes.put(name, state + " " + ip(hex(node.get("addr"))).getHostAddress() + " " + node.get("meta"));
		});
		return nodes;
	}

	private Set<String> events(int from) {
		Set<String> seen = new TreeSet<>(this.conflicts);
		for (MemberEvent event : this.a.events.subList(from, this.a.events.size())) {
			String what = switch (event.type()) {
				case JOINED -> "join";
				case UPDATED -> "update";
				case LEFT, FAILED -> "leave";
				case SUSPECTED -> "suspected";
				case RECOVERED -> "recovered";
			};
			if (!OWN_EVENTS.contains(what)) {
				seen.add(what + " " + event.member().name());
			}
		}
		return seen;
	}

	private Set<String> broadcasts() {
		Set<String> seen = new TreeSet<>();
		Stream.concat(this.b.heard.stream(), this.c.heard.stream()).map(ScriptedPeer.Heard::message).forEach((said) -> {
			if (said instanceof Message.Alive alive) {
				seen.add("alive " + alive.node() + " inc=" + alive.incarnation());
			}
			else if (said instanceof Message.Suspect suspect) {
				seen.add("suspect " + suspect.node() + " inc=" + suspect.incarnation() + " from=" + suspect.from());
			}
			else if (said instanceof Message.Dead dead) {
				seen.add("dead " + dead.node() + " inc=" + dead.incarnation() + " from=" + dead.from());
			}
		});
		return seen;
	}

	private static String stateOf(MemberStatus status) {
		return switch (status) {
			case ALIVE -> "alive";
			case SUSPECT -> "suspect";
			case FAILED -> "dead";
			case LEFT -> "left";
		};
	}

	private static Map<String, Map<String, @Nullable Object>> vectors() {
		Map<String, Map<String, @Nullable Object>> cases = new LinkedHashMap<>();
		try (InputStream in = Objects
			.requireNonNull(StateMachineVectorTests.class.getResourceAsStream("/vectors/state-machine.json"))) {
			String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			for (Object each : Json.array(Json.parseObject(text).get("cases"))) {
				cases.put((String) Objects.requireNonNull(Json.object(each).get("name")), Json.object(each));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return cases;
	}

	private static Set<String> strings(@Nullable Object array) {
		Set<String> strings = new TreeSet<>();
		Json.array(array).forEach((value) -> strings.add((String) Objects.requireNonNull(value)));
		return strings;
	}

	private static byte[] hex(@Nullable Object text) {
		return HexFormat.of().parseHex((String) Objects.requireNonNull(text));
	}

	private static InetSocketAddress address(String ip) {
		return new InetSocketAddress(ip, 7946);
	}

	private static InetAddress ip(byte[] raw) {
		try {
			return InetAddress.getByAddress(raw);
		}
		catch (UnknownHostException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
