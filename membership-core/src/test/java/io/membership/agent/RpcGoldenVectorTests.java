package io.membership.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.msgpack.value.Value;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Our server is given what the real tool and client have sent to a real agent, on top of
 * the cluster that this agent had, and must send the same bytes. Compared by the number
 * of the command, as records of several streams may interleave, and with sorted maps, as
 * Go's have a random order.
 */
class RpcGoldenVectorTests {

	private static final Pattern LINE = Pattern.compile("(.{19}) \\[(\\w+)] ([\\w.]+): (.*)", Pattern.DOTALL);

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

	static Stream<RecordedConnection> recordings() {
		return RecordedConnection.all();
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void aRecordedClientGetsWhatTheRealAgentHasSent(RecordedConnection recording) {
		try (TestSession session = replay(recording)) {
			Map<Long, List<Value>> expected = TestSession.bySeq(recording.serverBytes());
			Map<Long, List<Value>> actual = session.bySeq();
			if (recording.name().equals("rpc_03_members-filtered")) {
				// The reference takes the body of a refused command for one more
				// command.
				assertThat(expected.get(2L)).hasSize(2);
				expected.get(2L).remove(1);
			}
			assertThat(actual.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
			expected.forEach((seq, values) -> assertThat(actual.get(seq).stream().map(this::comparable).toList())
				.as("response and records of " + seq)
				.containsExactlyElementsOf(values.stream().map(this::comparable).toList()));
			assertThat(session.isOpen()).isNotEqualTo(isClosed(recording));
		}
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void theKeysOfStructsAreSorted(RecordedConnection recording) {
		try (TestSession session = replay(recording)) {
			session.bySeq()
				.values()
				.forEach((values) -> values
					.forEach((value) -> assertThat(Ipc.hex(value)).isEqualTo(Ipc.canonical(value))));
		}
	}

	/** But those which the server closes: what waits in streams is lost then. */
	static Stream<RecordedConnection> recordingsThatStayOpen() {
		return recordings().filter((recording) -> !isClosed(recording));
	}

	private static boolean isClosed(RecordedConnection recording) {
		return recording.endsClosed() || recording.requests("members-filtered")
			.anyMatch((body) -> RecordedConnection.texts(body.get("Tags")).containsValue("("));
	}

	@ParameterizedTest
	@MethodSource("recordingsThatStayOpen")
	void itIsAllTheSameInWhatPiecesTheBytesArrive(RecordedConnection recording) {
		byte[] whole;
		byte[] bytewise;
		try (TestSession session = session(recording)) {
			whole = session.send(recording.clientBytes()).advance(Duration.ofSeconds(2)).bytes();
		}
		try (TestSession session = session(recording)) {
			for (byte one : recording.clientBytes()) {
				session.send(new byte[] { one });
			}
			bytewise = session.advance(Duration.ofSeconds(2)).bytes();
		}
		assertThat(comparable(TestSession.bySeq(bytewise))).isEqualTo(comparable(TestSession.bySeq(whole)));
	}

	private static TestSession replay(RecordedConnection recording) {
		TestSession session = session(recording);
		for (byte[] segment : recording.clientSegments()) {
			session.send(segment).advance(Duration.ofSeconds(2));
		}
		return session;
	}

	private static TestSession session(RecordedConnection recording) {
		AgentLog log = new AgentLog();
		if (recording.isDialogue()) {
			recording.bodies("monitor", "record").forEach((body) -> append(log, (String) body.get("Log")));
		}
		RpcApplication application = new RpcApplication() {
			@Override
			public Map<String, String> eventHandlers() {
				return recording.bodies("stats", "response")
					.map((body) -> RecordedConnection.texts(body.get("event_handlers")))
					.findFirst()
					.orElse(Map.of());
			}
		};
		return new TestSession(new RecordedTarget(recording),
				TestSession.config(recording.needsKey() ? TestSession.KEY : null), log, application);
	}

	/** What would have made the log write this line. */
	private static void append(AgentLog log, String line) {
		Matcher matcher = LINE.matcher(line);
		assertThat(matcher.matches()).as(line).isTrue();
		String logger = switch (matcher.group(3)) {
			case "serf" -> "io.membership.cluster.Members";
			case "memberlist" -> "io.membership.gossip.StateMachine";
			case "agent.ipc" -> "io.membership.agent.RpcSession";
			default -> "io.membership.agent.Agent";
		};
		Instant time = LocalDateTime.parse(matcher.group(1), TIME).atZone(ZoneId.systemDefault()).toInstant();
		log.append(AgentLog.Level.valueOf(matcher.group(2)), logger, matcher.group(4), time);
	}

	private Map<Long, List<String>> comparable(Map<Long, List<Value>> values) {
		Map<Long, List<String>> comparable = new TreeMap<>();
		values.forEach((seq, list) -> comparable.put(seq, list.stream().map(this::comparable).toList()));
		return comparable;
	}

	private String comparable(Value value) {
		Value log = Ipc.field(value, "Log");
		if (log != null) {
			// One line is one line with us.
			return "log " + log.asStringValue().asString().replace("\n", "\\n");
		}
		Value runtime = Ipc.field(value, "runtime");
		if (runtime == null) {
			return Ipc.canonical(value);
		}
		List<String> sections = new ArrayList<>();
		value.asMapValue()
			.map()
			.forEach((name, section) -> sections
				.add(name + "=" + ((section == runtime) ? keys(section) : Ipc.canonical(section))));
		sections.sort(null);
		return sections.toString();
	}

	private static List<String> keys(Value map) {
		return map.asMapValue().keySet().stream().map(Value::toString).sorted().toList();
	}

}
