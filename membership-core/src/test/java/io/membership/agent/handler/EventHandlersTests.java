package io.membership.agent.handler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberEventType;
import io.membership.cluster.MemberState;
import io.membership.cluster.ReceivedQuery;
import io.membership.gossip.ProtocolVersions;
import io.membership.testing.Json;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.result;
import static org.assertj.core.api.Assertions.assertThat;

/** Runs real programs for events that were not sent by a member. */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class EventHandlersTests {

	private static final EventHandlerSettings SHELL = new EventHandlerSettings(true, Duration.ofSeconds(20), 4, 512);

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.membership.agent.handler");

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final List<EventHandlers> open = new ArrayList<>();

	private volatile Map<String, String> selfTags = Map.of();

	@TempDir
	private Path folder;

	@BeforeEach
	void record() {
		this.log.list = Collections.synchronizedList(new ArrayList<>());
		this.log.start();
		this.logger.addAppender(this.log);
		this.logger.setLevel(Level.DEBUG);
		this.logger.setAdditive(false);
	}

	@AfterEach
	void close() {
		this.open.forEach(EventHandlers::close);
		this.logger.detachAppender(this.log);
		this.logger.setLevel(null);
		this.logger.setAdditive(true);
	}

	@Test
	void aProgramIsToldWhatSerfTellsIt() throws IOException {
		Path out = this.folder.resolve("out");
		String script = "{ echo '--- event'; env | grep '^SERF_' | grep -v '^SERF_RPC_' | LC_ALL=C sort;"
				+ " echo stdin:; od -c; } >> " + out;
		EventHandlers handlers = handlers(SHELL, "*=" + script);
		Map<String, String> tags = Map.of("role", "lb", "v", "2");
		ClusterMember self = member("ag-a", tags);
		ClusterMember web = member("ag-c", Map.of("role", "web"));
		handlers.clusterEvent(joined(member("ag-a", Map.of())));
		handlers.clusterEvent(joined(member("ag-b", Map.of("role", "db", "dc", "x")), web));
		this.selfTags = new TreeMap<>(tags);
		handlers.clusterEvent(members(MemberEventType.UPDATE, self));
		handlers.clusterEvent(user(1, "deploy", bytes("v1")));
		handlers.clusterEvent(user(3, "nocoal", new byte[] { 0, (byte) 255, 1 }));
		handlers.clusterEvent(user(2, "deploy", bytes("payload-1")));
		handlers.clusterEvent(members(MemberEventType.UPDATE, self));
		handlers.clusterEvent(members(MemberEventType.FAILED, web));
		handlers.clusterEvent(members(MemberEventType.REAP, web));
		handlers.clusterEvent(members(MemberEventType.LEAVE, self));
		eventually().untilAsserted(() -> assertThat(Files.readString(out)).isEqualTo(serfsOwn()));
	}

	@Test
	void queriesBringTheirNameTimeAndPayload() {
		Path out = this.folder.resolve("out");
		EventHandlers handlers = handlers(SHELL, "query:load=env | grep '^SERF_Q' | sort > " + out + "; cat >> " + out);
		handlers.clusterEvent(new ClusterEvent.Query(new Question("load", bytes("how\n"))));
		expect(out, "SERF_QUERY_LTIME=7\nSERF_QUERY_NAME=load\nhow\n");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nothingFromTheNetworkIsEverRun(boolean shell) throws IOException {
		Path canary = this.folder.resolve("canary");
		// renamed when complete: the test counts these files
		Path script = script("env > " + this.folder + "/env.$$; cat > " + this.folder + "/new.$$; mv " + this.folder
				+ "/new.$$ " + this.folder + "/in.$$; : \"$SERF_USER_EVENT\"");
		EventHandlers handlers = handlers(new EventHandlerSettings(shell, Duration.ofSeconds(20), 4, 512),
				script.toString());
		List<String> bad = List.of("$(touch " + canary + ")", "`touch " + canary + "`", "; touch " + canary,
				"\ntouch " + canary, "() { :;}; touch " + canary, "a\u0000b", "\u001b[2J", "x\nLD_PRELOAD=/tmp/x");
		this.selfTags = Map.of("ld_preload", "/x", "path", "/x", "a b=c", "\n", "bash_env",
				"() { :;}; touch " + canary);
		for (String text : bad) {
			handlers.clusterEvent(user(1, text, bytes(text)));
			handlers.clusterEvent(joined(member(text, Map.of("role", text, text, text))));
		}
		eventually().until(() -> files("in.").size() == 2 * bad.size());
		assertThat(canary).doesNotExist();
		for (Path each : files("env.")) {
			assertThat(Files.readString(each)).contains("SERF_TAG_LD_PRELOAD=/x")
				.contains("SERF_TAG_A_B_C=\\n")
				.contains("SERF_TAG_BASH_ENV=\\() {")
				.doesNotContainPattern("(?m)^(LD_PRELOAD|BASH_ENV|PATH=/x$)")
				.doesNotContain("\u001b");
		}
		assertThat(files("in.").stream().filter((each) -> read(each).contains("127.0.0.1"))).hasSize(bad.size())
			.allSatisfy((each) -> assertThat(Files.readAllLines(each)).hasSize(1)
				.first()
				.asString()
				.matches("[^\t]+\t127.0.0.1\t[^\t]+\t[^\t]+"));
	}

	@Test
	void withoutAShellAScriptIsAProgramAndItsArguments() throws IOException {
		Path out = this.folder.resolve("out");
		Path script = script("printf '%s\\n' \"$@\" > " + out + ".new; mv " + out + ".new " + out);
		EventHandlers handlers = handlers(EventHandlerSettings.DEFAULT, "user=" + script + " 'a  b' $HOME ; * \"\"");
		handlers.clusterEvent(user(1, "x", bytes("")));
		expect(out, "a  b\n$HOME\n;\n*\n\n");
	}

	@Test
	void theOutputOfAProgramAnswersAQueryAndItsErrorsGoToTheLog() {
		EventHandlers handlers = handlers(SHELL, "query=cat; echo \"bad $(printf '\\033')[31m\" >&2");
		Question question = new Question("load", bytes("0.5"));
		handlers.clusterEvent(new ClusterEvent.Query(question));
		assertThat(question.answer()).isEqualTo("0.5\n");
		eventually()
			.untilAsserted(() -> assertThat(lines(Level.DEBUG)).contains("Event handler wrote: bad \\u001b[31m"));
	}

	@Test
	void aProgramThatFailsOrWritesNothingDoesNotAnswer() {
		EventHandlers handlers = handlers(SHELL, "query:fails=echo out; echo why >&2; exit 3", "query:silent=true",
				"query=echo second");
		Question fails = new Question("fails", bytes(""));
		Question silent = new Question("silent", bytes(""));
		handlers.clusterEvent(new ClusterEvent.Query(fails));
		handlers.clusterEvent(new ClusterEvent.Query(silent));
		assertThat(fails.answer()).isEqualTo("second\n");
		assertThat(silent.answer()).isEqualTo("second\n");
		eventually().untilAsserted(
				() -> assertThat(lines(Level.WARN)).containsExactly("Event handler failed: exit code 3: why"));
	}

	@Test
	void anAnswerThatIsTooLargeIsNotSentAndTheLogSaysSo() {
		EventHandlers handlers = handlers(SHELL, "query:long=head -c 1100 /dev/zero",
				"query:endless=head -c 100000 /dev/zero", "query:after=echo x");
		Question tooLong = new Question("long", bytes(""));
		Question endless = new Question("endless", bytes(""));
		handlers.clusterEvent(new ClusterEvent.Query(tooLong));
		handlers.clusterEvent(new ClusterEvent.Query(endless));
		String start = "The output of an event handler could not be sent as an answer: ";
		eventually().untilAsserted(() -> assertThat(lines(Level.WARN))
			.containsExactlyInAnyOrder(start + "1100 bytes are too many", start + "its output has 100000 bytes"));
		assertThat(tooLong.given).isNotDone();
		assertThat(endless.given).isNotDone();
	}

	@Test
	void aProgramThatTakesTooLongIsKilledWithAllThatItHasStarted() throws IOException {
		Path pids = this.folder.resolve("pids");
		Path after = this.folder.resolve("after");
		EventHandlers handlers = handlers(new EventHandlerSettings(true, Duration.ofSeconds(1), 4, 512),
				"user=[ $SERF_USER_EVENT = x ] || { echo > " + after + "; exit; }; sh -c 'sh -c \"echo \\$\\$ >> "
						+ pids + "; sleep 600; :\"; :' & echo $$ >> " + pids + "; sleep 600; :");
		do {
			// a loaded machine may take longer than the limit to start both
			Files.deleteIfExists(pids);
			Files.deleteIfExists(after);
			handlers.clusterEvent(user(1, "x", bytes("")));
			handlers.clusterEvent(user(2, "after", bytes("")));
			eventually().until(() -> Files.exists(after));
		}
		while (!Files.exists(pids) || Files.readAllLines(pids).size() < 2);
		assertThat(lines(Level.WARN)).isNotEmpty().containsOnly("Event handler killed: it took longer than PT1S");
		eventually().untilAsserted(() -> assertThat(Files.readAllLines(pids)).hasSize(2)
			.noneMatch((pid) -> ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false)));
	}

	@Test
	void closingEndsWhatRunsAndForgetsWhatWaits() {
		Path pids = this.folder.resolve("pids");
		EventHandlers handlers = handlers(SHELL, "user=echo $$ >> " + pids + "; sleep 600; :");
		handlers.clusterEvent(user(1, "x", bytes("")));
		handlers.clusterEvent(user(2, "x", bytes("")));
		eventually().until(() -> Files.exists(pids) && Files.size(pids) > 0);
		ProcessHandle process = ProcessHandle.of(Long.parseLong(read(pids).trim())).orElseThrow();
		List<ProcessHandle> below = process.descendants().toList();
		handlers.close();
		handlers.close();
		handlers.clusterEvent(user(3, "x", bytes("")));
		eventually().until(() -> !process.isAlive() && below.stream().noneMatch(ProcessHandle::isAlive));
		assertThat(read(pids).lines()).hasSize(1);
		assertThat(lines(Level.WARN)).isEmpty();
	}

	@Test
	void theEventsOfOneHandlerAreHandledOneAtATimeInTheirOrder() {
		Path out = this.folder.resolve("out");
		EventHandlers handlers = handlers(SHELL,
				"user=echo start $SERF_USER_LTIME >> " + out + "; echo end $SERF_USER_LTIME >> " + out);
		StringBuilder expected = new StringBuilder();
		for (int i = 1; i <= 30; i++) {
			handlers.clusterEvent(user(i, "x", bytes("")));
			expected.append("start ").append(i).append("\nend ").append(i).append('\n');
		}
		expect(out, expected.toString());
	}

	@Test
	void aSlowHandlerDelaysOnlyItself() {
		Path out = this.folder.resolve("out");
		EventHandlers handlers = handlers(SHELL, "*=sleep 600; :", "user=echo $SERF_USER_EVENT >> " + out);
		handlers.clusterEvent(user(1, "one", bytes("")));
		handlers.clusterEvent(user(2, "two", bytes("")));
		expect(out, "one\ntwo\n");
	}

	@Test
	void noMoreProgramsRunAtATimeThanAllowed() throws IOException {
		Path script = script("mkdir " + this.folder + "/running.$1; ls -d " + this.folder + "/running.* | wc -l >> "
				+ this.folder + "/counts; rmdir " + this.folder + "/running.$1; echo >> " + this.folder + "/done");
		String[] specs = IntStream.range(0, 12).mapToObj((i) -> "user=" + script + " " + i).toArray(String[]::new);
		EventHandlers handlers = handlers(new EventHandlerSettings(false, Duration.ofSeconds(20), 2, 512), specs);
		handlers.clusterEvent(user(1, "x", bytes("")));
		Path done = this.folder.resolve("done");
		eventually().until(() -> Files.exists(done) && Files.readAllLines(done).size() == specs.length);
		assertThat(Files.readAllLines(this.folder.resolve("counts"))).extracting(String::trim)
			.allMatch((count) -> count.equals("1") || count.equals("2"));
	}

	@Test
	void whenTooManyEventsWaitFurtherOnesAreDroppedAndThatIsLoggedOnce() {
		Path go = this.folder.resolve("go");
		Path out = this.folder.resolve("out");
		EventHandlers handlers = handlers(new EventHandlerSettings(true, Duration.ofSeconds(20), 4, 2),
				"user=echo $SERF_USER_LTIME >> " + out + "; while [ ! -e " + go + " ]; do sleep 0.02; done");
		handlers.clusterEvent(user(1, "x", bytes("")));
		expect(out, "1\n");
		for (int i = 2; i <= 50; i++) {
			handlers.clusterEvent(user(i, "x", bytes("")));
		}
		assertThat(lines(Level.WARN)).containsExactly("Event handler is too slow, dropping an event: user:x");
		write(go, "");
		expect(out, "1\n2\n3\n");
	}

	@Test
	void aProgramThatReadsNothingOrLeavesSomethingRunningHoldsNothingUp() {
		Path out = this.folder.resolve("out");
		Path pid = this.folder.resolve("pid");
		List<ClusterMember> many = IntStream.range(0, 3000)
			.mapToObj((i) -> member("member-with-a-long-name-" + i, Map.of("tag", "x".repeat(100))))
			.toList();
		EventHandlers handlers = handlers(SHELL, "*=sleep 600 & echo $! > " + pid + "; echo $SERF_EVENT >> " + out);
		handlers.clusterEvent(new ClusterEvent.Membership(MemberEventType.JOIN, many));
		handlers.clusterEvent(user(1, "x", bytes("")));
		try {
			expect(out, "member-join\nuser\n");
		}
		finally {
			handlers.close();
			ProcessHandle.of(Long.parseLong(read(pid).trim())).ifPresent(ProcessHandle::destroyForcibly);
		}
	}

	@Test
	void aProgramThatDoesNotExistIsLoggedOnceAndCostsTheOthersNothing() {
		Path out = this.folder.resolve("out");
		EventHandlers handlers = handlers(EventHandlerSettings.DEFAULT, this.folder + "/no-such-program",
				"user=/bin/sh -c 'echo $SERF_USER_LTIME >> " + out + "'");
		handlers.clusterEvent(user(1, "x", bytes("")));
		handlers.clusterEvent(user(2, "x", bytes("")));
		expect(out, "1\n2\n");
		eventually().untilAsserted(() -> assertThat(lines(Level.WARN)).hasSize(1)
			.first()
			.asString()
			.startsWith("Event handler cannot be started: "));
	}

	@Test
	void onlyTheHandlersRunWhoseFilterMatches() {
		Path out = this.folder.resolve("out");
		EventHandlers handlers = handlers(SHELL, "member-leave,user:deploy=echo a >> " + out, "query=echo b >> " + out,
				"member-join=echo c >> " + out);
		handlers.clusterEvent(user(1, "other", bytes("")));
		handlers.clusterEvent(members(MemberEventType.UPDATE, member("m", Map.of())));
		handlers.clusterEvent(new ClusterEvent.NameConflict("m", new InetSocketAddress("127.0.0.1", 1), 1, 1, false));
		handlers.clusterEvent(user(1, "deploy", bytes("")));
		expect(out, "a\n");
	}

	private EventHandlers handlers(EventHandlerSettings settings, String... specs) {
		EventHandlers handlers = new EventHandlers("ag-a", () -> this.selfTags,
				List.of(specs).stream().map(EventHandlerSpec::parse).toList(), settings);
		this.open.add(handlers);
		return handlers;
	}

	private Path script(String body) throws IOException {
		Path script = Files.writeString(this.folder.resolve("script.sh"), "#!/bin/sh\n" + body + "\n");
		assertThat(script.toFile().setExecutable(true)).isTrue();
		return script;
	}

	private List<Path> files(String prefix) throws IOException {
		try (var all = Files.list(this.folder)) {
			return all.filter((each) -> each.getFileName().toString().startsWith(prefix)).toList();
		}
	}

	private static void expect(Path file, String content) {
		eventually().untilAsserted(() -> assertThat(file).hasContent(content));
	}

	private List<String> lines(Level level) {
		synchronized (this.log.list) {
			return this.log.list.stream()
				.filter((event) -> event.getLevel() == level)
				.map(ILoggingEvent::getFormattedMessage)
				.toList();
		}
	}

	private static ConditionFactory eventually() {
		return await("the programs").ignoreExceptions();
	}

	private static String serfsOwn() throws IOException {
		try (InputStream in = EventHandlersTests.class.getResourceAsStream("/vectors/files.json")) {
			return Json.array(Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8)).get("vectors"))
				.stream()
				.map(Json::object)
				.filter((vector) -> "event_handler_env".equals(vector.get("name")))
				.map((vector) -> (String) Json.object(vector.get("decoded")).get("text"))
				.findAny()
				.orElseThrow();
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(Path file, String text) {
		try {
			Files.writeString(file, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ClusterEvent joined(ClusterMember... members) {
		return members(MemberEventType.JOIN, members);
	}

	private static ClusterEvent members(MemberEventType type, ClusterMember... members) {
		return new ClusterEvent.Membership(type, List.of(members));
	}

	private static ClusterEvent user(long time, String name, byte[] payload) {
		return new ClusterEvent.User(time, name, payload, false);
	}

	private static ClusterMember member(String name, Map<String, String> tags) {
		return new ClusterMember(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 7946), tags,
				MemberState.ALIVE, false, Instant.EPOCH, 1, new ProtocolVersions(1, 5, 2, 2, 5, 5), null);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** A query that takes answers of up to 1024 bytes. */
	private record Question(String name, byte[] payload, CompletableFuture<byte[]> given) implements ReceivedQuery {

		private Question(String name, byte[] payload) {
			this(name, payload, new CompletableFuture<>());
		}

		private String answer() {
			return new String(result(this.given, "the answer"), StandardCharsets.UTF_8);
		}

		@Override
		public long time() {
			return 7;
		}

		@Override
		public int id() {
			return 1;
		}

		@Override
		public String source() {
			return "asker";
		}

		@Override
		public Duration remaining() {
			return Duration.ofSeconds(1);
		}

		@Override
		public CompletableFuture<Void> respond(byte[] answer) {
			if (answer.length > 1024) {
				return CompletableFuture
					.failedFuture(new IllegalArgumentException(answer.length + " bytes are too many"));
			}
			this.given.complete(answer);
			return CompletableFuture.completedFuture(null);
		}

	}

}
