package io.membership.agent;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberEventType;
import io.membership.cluster.MemberState;
import io.membership.cluster.QueryAnswer;
import io.membership.cluster.QueryListener;
import io.membership.cluster.QueryRequest;
import io.membership.cluster.keys.KeyResult;
import io.membership.gossip.JoinResult;
import io.membership.gossip.ProtocolVersions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.msgpack.value.Value;

import static org.assertj.core.api.Assertions.assertThat;

/** What each command does, beyond what the recordings show. */
class RpcCommandTests {

	private final FakeTarget target = new FakeTarget();

	private final TestSession session = new TestSession(this.target, TestSession.config(null));

	@BeforeEach
	void open() throws Exception {
		this.target.members = List.of(member("web-1", MemberState.ALIVE, "web"),
				member("web-2", MemberState.FAILED, "web"), member("db-1", MemberState.ALIVE, "db"),
				member("plain", MemberState.LEFT, null));
		this.session.handshake();
	}

	@AfterEach
	void close() {
		this.session.close();
	}

	@Test
	void anExpressionIsBoundToBeginningAndEndButAnAlternativeOnlyOnItsSide() {
		assertThat(filtered("web", "", Map.of())).isEmpty();
		assertThat(filtered("web-.", "", Map.of())).containsExactly("web-1", "web-2");
		assertThat(filtered("web|xx", "", Map.of())).containsExactly("web-1", "web-2");
		assertThat(filtered("", "alive|left", Map.of())).containsExactly("web-1", "db-1", "plain");
		assertThat(filtered("", "alive", Map.of("role", "w.*"))).containsExactly("web-1");
	}

	@Test
	void aMissingTagCountsAsEmpty() {
		assertThat(filtered("", "", Map.of("role", ""))).containsExactly("plain");
		assertThat(filtered("", "", Map.of("zone", ".*"))).hasSize(4);
	}

	@Test
	void anExpressionThatWouldTakeForEverElsewhereTakesNoTimeHere() throws Exception {
		this.target.members = List.of(member("a".repeat(120) + "b", MemberState.ALIVE, null));
		assertThat(filtered("(a*)*(a|aa)*c", "", Map.of())).isEmpty();
	}

	@Test
	void anExpressionThatMultipliesItselfIsRefused() {
		this.session.send("members-filtered", 2, Map.of("Name", "((a{100}){100}){100}"));
		assertThat(this.session.isOpen()).isFalse();
	}

	@Test
	void setTagsWinOverDeletedOnes() {
		this.target.tags = new TreeMap<>(Map.of("role", "web", "zone", "a", "old", "x"));
		this.session.send("tags", 2,
				Map.of("Tags", Map.of("zone", "b", "new", ""), "DeleteTags", List.of("old", "zone")));
		assertThat(this.session.error(2)).isEmpty();
		assertThat(this.target.calls).containsExactly("tags {new=, role=web, zone=b}");
	}

	@Test
	void aJoinThatReachesSomebodySucceeds() {
		this.target.join = CompletableFuture.completedFuture(new JoinResult(200, Map.of("b", "refused")));
		this.session.send("join", 2, Map.of("Existing", List.of("a", "b"), "Replay", true));
		assertThat(this.session.error(2)).isEmpty();
		// a signed integer, though an unsigned one would be shorter
		assertThat(Ipc.field(this.session.bodies(2).get(0), "Num").asIntegerValue().asLong()).isEqualTo(200);
		assertThat(this.target.calls).containsExactly("join [a, b] ignoreOld=false");
	}

	@Test
	void aJoinThatReachesNobodySaysWhyAndStillHasABody() {
		this.target.join = CompletableFuture
			.completedFuture(new JoinResult(0, Map.of("b:1", "connection refused", "a:1", "timed out")));
		this.session.send("join", 2, Map.of("Existing", List.of("a:1", "b:1")));
		assertThat(this.session.error(2)).isEqualTo("2 errors occurred:\n\t* Failed to join a:1: timed out"
				+ "\n\t* Failed to join b:1: connection refused\n\n");
		assertThat(this.session.bodies(2)).hasSize(1);
	}

	@Test
	void aKeyCommandThatFailsStillHasABody() {
		this.target.keys = (call) -> CompletableFuture
			.failedFuture(new IllegalArgumentException("key size must be 16, 24 or 32 bytes"));
		this.session.send("install-key", 2, Map.of("Key", "AAAA"));
		assertThat(this.session.error(2)).isEqualTo("key size must be 16, 24 or 32 bytes");
		assertThat(this.session.bodies(2)).hasSize(1);
		this.target.keys = (call) -> {
			throw new IllegalStateException("not running");
		};
		this.session.send("list-keys", 3, null);
		assertThat(this.session.error(3)).isEqualTo("not running");
		assertThat(this.session.bodies(3)).hasSize(1);
	}

	@Test
	void missingAnswersAboutKeysAreAnError() {
		this.target.keys = (call) -> CompletableFuture
			.completedFuture(new KeyResult(3, 2, 0, Map.of(), Map.of("AAAA", 2), Map.of(), List.of("c")));
		this.session.send("list-keys", 2, null);
		assertThat(this.session.error(2)).isEqualTo("2/3 nodes reported success");
		assertThat(Ipc.field(this.session.bodies(2).get(0), "Keys").toString()).isEqualTo("{\"AAAA\":2}");
	}

	@Test
	void aQueryIsAskedAsTheClientWants() {
		this.session.send("query", 2,
				Map.of("FilterNodes", List.of("a"), "FilterTags", Map.of("role", "web"), "RequestAck", true,
						"RelayFactor", 3, "Timeout", 2_000_000_000L, "Name", "load", "Payload", new byte[] { 7 }));
		assertThat(this.target.queries).containsExactly(new QueryRequest("load", new byte[] { 7 }, List.of("a"),
				Map.of("role", "web"), true, 3, Duration.ofSeconds(2)));
		this.session.send("query", 3, Map.of("Name", "load", "Timeout", 0));
		assertThat(this.target.queries.get(1)).isEqualTo(QueryRequest.of("load", new byte[0]));
	}

	@Test
	void answersOfSeveralQueriesComeWhileOtherRequestsAreCarriedOut() {
		this.session.send("query", 2, Map.of("Name", "a")).send("query", 3, Map.of("Name", "b"));
		QueryListener first = this.target.queryListeners.get(0);
		QueryListener second = this.target.queryListeners.get(1);
		second.acknowledged("x");
		first.answered(new QueryAnswer("y", new byte[] { 1 }));
		this.session.send("members", 4, null);
		second.closed();
		first.closed();
		assertThat(types(2)).containsExactly("response y", "done ");
		assertThat(types(3)).containsExactly("ack x", "done ");
		assertThat(this.session.bodies(4)).hasSize(1);
	}

	@Test
	void nothingOfAQueryIsSentBeforeItsResponse() {
		this.target.sent = new CompletableFuture<>();
		this.session.send("query", 2, Map.of("Name", "a"));
		this.target.queryListeners.get(0).acknowledged("x");
		assertThat(this.session.bySeq()).doesNotContainKey(2L);
		this.target.sent.complete(null);
		assertThat(Ipc.isHeader(this.session.bySeq().get(2L).get(0))).isTrue();
		assertThat(types(2)).containsExactly("ack x");
	}

	@Test
	void aQueryThatCannotBeSentIsAnErrorAndNothingElse() {
		this.target.sent = CompletableFuture
			.failedFuture(new IllegalArgumentException("query exceeds limit of 1024 bytes"));
		this.session.send("query", 2, Map.of("Name", "a"));
		this.target.queryListeners.get(0).closed();
		assertThat(this.session.error(2)).isEqualTo("query exceeds limit of 1024 bytes");
		assertThat(this.session.bySeq().get(2L)).hasSize(1);
	}

	@Test
	void internalQueriesAreRefusedButForAPingWithoutPayload() {
		for (String name : List.of("_serf_conflict", "_serf_pingpong", "_serf_")) {
			this.session.send("query", 2, Map.of("Name", name));
		}
		this.session.send("query", 3, Map.of("Name", "_serf_ping", "Payload", new byte[] { 1 }));
		assertThat(this.session.error(3)).isEqualTo("Queries cannot contain the '_serf_' prefix");
		assertThat(this.target.queries).isEmpty();
		this.session.send("query", 4, Map.of("Name", "_serf_ping"));
		assertThat(this.session.error(4)).isEmpty();
		assertThat(this.target.queries).hasSize(1);
	}

	@Test
	void aRelayFactorIsAByte() {
		this.session.send("query", 2, Map.of("Name", "a", "RelayFactor", 256));
		assertThat(this.session.isOpen()).isFalse();
	}

	@Test
	void whenAClientGoesNothingOfItGoesOn() {
		this.session.send("query", 2, Map.of("Name", "a")).send("stream", 3, Map.of("Type", "*"));
		this.session.send("monitor", 4, Map.of("LogLevel", "trace"));
		this.session.close();
		assertThat(this.target.cancelled).isEqualTo(1);
		assertThat(this.target.listeners).isEmpty();
		this.session.log.append(AgentLog.Level.INFO, "x", "nobody watches", Instant.EPOCH);
	}

	@Test
	void aStreamShowsWhatItsFilterWants() {
		this.session.send("stream", 2, Map.of("Type", "member-failed,user:deploy"));
		happens("deploy", 1);
		happens("other", 2);
		this.target.happens(new ClusterEvent.Membership(MemberEventType.FAILED, this.target.members));
		this.target.happens(new ClusterEvent.Membership(MemberEventType.JOIN, this.target.members));
		List<Value> records = this.session.bodies(2);
		assertThat(records).extracting((record) -> Ipc.text(record, "Event")).containsExactly("user", "member-failed");
		assertThat(Ipc.field(records.get(1), "Members").asArrayValue().size()).isEqualTo(4);
	}

	@Test
	void aStreamThatIsStoppedShowsNothingMoreAndItsNumberIsFree() {
		this.session.send("stream", 2, Map.of("Type", "user"));
		this.session.send("stream", 2, Map.of("Type", "user"));
		assertThat(this.session.bySeq().get(2L)).last()
			.extracting((header) -> Ipc.text(header, "Error"))
			.isEqualTo("Stream with given sequence exists");
		this.session.send("stop", 3, Map.of("Stop", 2));
		happens("deploy", 1);
		assertThat(this.session.bodies(2)).isEmpty();
		this.session.send("stream", 2, Map.of("Type", "user"));
		happens("deploy", 2);
		assertThat(this.session.bodies(2)).hasSize(1);
	}

	@Test
	void aQueryIsAnsweredByTheNumberThatThisConnectionKnowsItBy() {
		this.session.send("stream", 2, Map.of("Type", "query"));
		FakeQuery first = new FakeQuery(5, "load", new byte[0]);
		FakeQuery second = new FakeQuery(6, "load", new byte[0]);
		this.target.happens(new ClusterEvent.Query(first));
		this.target.happens(new ClusterEvent.Query(second));
		assertThat(this.session.bodies(2)).extracting((record) -> Ipc.field(record, "ID").asIntegerValue().asLong())
			.containsExactly(1L, 2L);
		this.session.send("respond", 3, Map.of("ID", 2, "Payload", "0.7".getBytes(StandardCharsets.UTF_8)));
		assertThat(this.session.error(3)).isEmpty();
		assertThat(first.answers).isEmpty();
		assertThat(second.answers).hasSize(1);
		try (TestSession other = new TestSession(this.target, TestSession.config(null))) {
			other.handshake().send("respond", 4, Map.of("ID", 1));
			assertThat(other.error(4)).isEqualTo("No pending queries matching ID");
		}
	}

	@Test
	void aQueryThatIsOverOrAnsweredCannotBeAnswered() {
		this.session.send("stream", 2, Map.of("Type", "query"));
		FakeQuery query = new FakeQuery(5, "load", new byte[0]);
		this.target.happens(new ClusterEvent.Query(query));
		query.sent = CompletableFuture
			.failedFuture(new IllegalArgumentException("response exceeds limit of 1024 bytes"));
		this.session.send("respond", 3, Map.of("ID", 1));
		assertThat(this.session.error(3)).isEqualTo("response exceeds limit of 1024 bytes");
		query.sent = CompletableFuture.failedFuture(new IllegalStateException("response already sent"));
		this.session.send("respond", 4, Map.of("ID", 1));
		assertThat(this.session.error(4)).isEqualTo("No pending queries matching ID");
		query.remaining = Duration.ZERO;
		this.session.send("respond", 5, Map.of("ID", 1));
		assertThat(this.session.error(5)).isEqualTo("No pending queries matching ID");
		assertThat(query.answers).hasSize(2);
	}

	@Test
	void aMonitorShowsFirstWhatWasAndThenWhatIs() {
		this.session.log.append(AgentLog.Level.DEBUG, "x", "too fine", Instant.EPOCH);
		this.session.log.append(AgentLog.Level.WARN, "x", "before", Instant.EPOCH);
		this.session.send("monitor", 2, Map.of("LogLevel", "Info"));
		this.session.log.append(AgentLog.Level.INFO, "x", "after", Instant.EPOCH);
		assertThat(this.session.bodies(2)).extracting((record) -> Ipc.text(record, "Log").replaceAll(".*: ", ""))
			.containsExactly("before", "after");
		this.session.send("monitor", 3, Map.of("LogLevel", "debug"));
		assertThat(this.session.error(3)).isEqualTo("Monitor already exists");
		this.session.send("stop", 4, Map.of("Stop", 2)).send("monitor", 5, Map.of("LogLevel", "err"));
		assertThat(this.session.error(5)).isEmpty();
	}

	@Test
	void recordsThatDoNotFitAreDroppedAndTheRestArrivesInOrder() {
		this.target.sent = new CompletableFuture<>();
		this.session.send("query", 2, Map.of("Name", "a"));
		QueryListener listener = this.target.queryListeners.get(0);
		for (int i = 0; i < 2000; i++) {
			listener.acknowledged("n" + i);
		}
		listener.closed();
		this.target.sent.complete(null);
		List<String> types = types(2);
		assertThat(types).hasSize(513).startsWith("ack n0", "ack n1").endsWith("ack n511", "done ");
	}

	@Test
	void allStreamsOfAConnectionShareOneLimitOfBytes() {
		this.session.send("stream", 2, Map.of("Type", "user")).send("stream", 3, Map.of("Type", "user"));
		byte[] payload = new byte[100_000];
		for (int i = 0; i < 100; i++) {
			this.target.happens(new ClusterEvent.User(i, "big", payload, false));
		}
		// Nothing is drained while the event loop does not turn.
		assertThat(this.session.bodies(2).size() + this.session.bodies(3).size()).isBetween(40, 43);
	}

	@Test
	void twoChangesOfTheTagsAreMadeOneAfterTheOther() {
		CompletableFuture<Void> first = new CompletableFuture<>();
		List<Map<String, String>> set = new ArrayList<>();
		FakeTarget slow = new FakeTarget() {
			@Override
			public CompletableFuture<Void> tags(Map<String, String> changed) {
				set.add(changed);
				return first.thenRun(() -> this.tags = changed);
			}
		};
		TagChanges changes = new TagChanges(slow);
		changes.change(Map.of("a", "1"), List.of());
		changes.change(Map.of("b", "2"), List.of());
		assertThat(set).hasSize(1);
		first.complete(null);
		assertThat(set).last().isEqualTo(Map.of("a", "1", "b", "2"));
	}

	@Test
	void thereIsALimitToStreamsAndQueriesOfOneClient() {
		for (int seq = 2; seq <= 66; seq++) {
			this.session.send("stream", seq, Map.of("Type", "*")).send("query", 1000 + seq, Map.of("Name", "a"));
		}
		assertThat(this.session.error(65)).isEmpty();
		assertThat(this.session.error(66)).isEqualTo("Too many streams");
		assertThat(this.session.error(1065)).isEmpty();
		assertThat(this.session.error(1066)).isEqualTo("Too many queries");
	}

	private void happens(String name, long time) {
		this.target.happens(new ClusterEvent.User(time, name, new byte[0], false));
	}

	private List<String> types(long seq) {
		return this.session.bodies(seq)
			.stream()
			.map((record) -> Ipc.text(record, "Type") + " " + Ipc.text(record, "From"))
			.toList();
	}

	private List<String> filtered(String name, String status, Map<String, String> tags) {
		long seq = Arrays.hashCode(new Object[] { name, status, tags }) & 0xffffff;
		this.session.send("members-filtered", seq, Map.of("Name", name, "Status", status, "Tags", tags));
		return Ipc.field(this.session.bodies(seq).get(0), "Members")
			.asArrayValue()
			.list()
			.stream()
			.map((member) -> Ipc.text(member, "Name"))
			.toList();
	}

	private static ClusterMember member(String name, MemberState state, String role) throws Exception {
		return new ClusterMember(name, new InetSocketAddress(InetAddress.getByName("10.0.0.1"), 7946),
				(role != null) ? Map.of("role", role) : Map.of(), state, false, Instant.EPOCH, 1,
				new ProtocolVersions(1, 5, 2, 2, 5, 5), null);
	}

}
