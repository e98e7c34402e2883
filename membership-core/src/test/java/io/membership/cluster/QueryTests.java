package io.membership.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Queries between whole clusters, in virtual time. */
class QueryTests extends ClusterScenario {

	@Test
	void everybodyIsAskedAndAnswersOnceTheSenderToo() {
		form(4);
		this.nodes.forEach(ListeningNode::answerWithName);
		Answers heard = new Answers();
		PendingQuery query = node(2).cluster().query(QueryRequest.of("load", bytes("now?")), heard);
		QueryResult result = finish(query.result());
		assertThat(result.answers()).extracting(QueryAnswer::from).containsExactlyInAnyOrder("n0", "n1", "n2", "n3");
		assertThat(heard.answers).containsExactlyInAnyOrder("n0=n0", "n1=n1", "n2=n2", "n3=n3");
		assertThat(heard.closed).isTrue();
		assertThat(result.acks()).isEmpty();
		assertThat(this.nodes).allSatisfy((node) -> assertThat(node.queries()).containsExactly("load"));
	}

	@Test
	void acksSayWhoWasReachedWithoutAnAnswer() {
		form(3);
		Answers heard = new Answers();
		PendingQuery query = node(0).cluster().query(QueryRequest.of("load", bytes("")).withAck(true), heard);
		QueryResult result = finish(query.result());
		assertThat(result.acks()).containsExactlyInAnyOrder("n0", "n1", "n2");
		assertThat(heard.acks).containsExactlyElementsOf(result.acks());
		assertThat(result.answers()).isEmpty();
	}

	@Test
	void aPingOfSerfIsAcknowledgedAndTheApplicationDoesNotHearOfIt() {
		form(3);
		QueryResult result = ask(QueryRequest.of("_serf_ping", bytes("")).withAck(true));
		assertThat(result.acks()).hasSize(3);
		assertThat(this.nodes).allSatisfy((node) -> assertThat(node.queries()).isEmpty());
	}

	@Test
	void anUnknownQueryOfSerfsOwnIsIgnored() {
		form(2);
		assertThat(ask(QueryRequest.of("_serf_what", bytes(""))).answers()).isEmpty();
		assertThat(node(1).queries()).isEmpty();
	}

	@Test
	void aFilterByNodeAsksTheseOnly() {
		form(4);
		this.nodes.forEach(ListeningNode::answerWithName);
		QueryResult result = ask(QueryRequest.of("load", bytes("")).toNodes(List.of("n1", "n3")));
		assertThat(result.answers()).extracting(QueryAnswer::from).containsExactlyInAnyOrder("n1", "n3");
		assertThat(node(2).queries()).isEmpty();
	}

	@Test
	void aFilterByTagFindsItsExpressionAnywhereAndTakesAMissingTagForEmpty() {
		form(3);
		node(1).cluster().tags(Map.of("role", "web-frontend"));
		node(2).cluster().tags(Map.of("role", "db"));
		this.nodes.forEach(ListeningNode::answerWithName);
		assertThat(ask(QueryRequest.of("load", bytes("")).toTags(Map.of("role", "front"))).answers())
			.extracting(QueryAnswer::from)
			.containsExactly("n1");
		assertThat(ask(QueryRequest.of("load", bytes("")).toTags(Map.of("role", "^$"))).answers())
			.extracting(QueryAnswer::from)
			.containsExactly("n0");
		assertThat(
				ask(QueryRequest.of("load", bytes("")).toTags(Map.of("role", "^(db|web)")).toNodes(List.of("n0", "n2")))
					.answers())
			.extracting(QueryAnswer::from)
			.containsExactly("n2");
	}

	@Test
	void whoIsNotAskedStillPassesTheQueryOn() {
		form(3);
		node(2).answerWithName();
		this.simulation.network().cut(node(0).address(), node(2).address());
		this.simulation.network().cut(node(2).address(), node(0).address());
		QueryResult result = ask(QueryRequest.of("load", bytes("")).toNodes(List.of("n2")).withRelayFactor(0));
		assertThat(node(2).queries()).containsExactly("load");
		assertThat(result.answers()).isEmpty();
	}

	@Test
	void anInvalidOrCostlyExpressionIsRefusedBeforeAnythingIsSent() {
		form(2);
		assertThat(failure(node(0).cluster()
			.query(QueryRequest.of("load", bytes("")).toTags(Map.of("role", "(")), new Answers())
			.result())).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("invalid");
		assertThat(failure(node(0).cluster()
			.query(QueryRequest.of("load", bytes("")).toTags(Map.of("role", "(a{1000}){1000}")), new Answers())
			.result())).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("too complex");
		run(5);
		assertThat(node(1).count(ClusterMetrics.Counter.QUERIES)).isZero();
	}

	@Test
	void aCostlyExpressionFromTheNetworkMatchesNobodyAndIsStillPassedOn() {
		form(2);
		inject(node(0), query(node(1), 100, 7, SerfMessage.Query.FLAG_ACK,
				List.of(SerfCodec.encodeFilter(new SerfMessage.TagFilter("role", "((a{100}){100}){100}")))));
		run(5);
		assertThat(this.nodes).allSatisfy((node) -> {
			assertThat(node.count(ClusterMetrics.Counter.QUERIES)).isEqualTo(1);
			assertThat(node.queries()).isEmpty();
		});
	}

	@Test
	void aFilterThatCannotBeUnderstoodMatchesNobody() {
		form(2);
		inject(node(0), query(node(1), 100, 7, 0, List.of(new byte[0])));
		inject(node(0), query(node(1), 101, 8, 0, List.of(new byte[] { 9, 1, 2 })));
		run(5);
		assertThat(node(0).count(ClusterMetrics.Counter.QUERIES)).isEqualTo(2);
		assertThat(node(0).queries()).isEmpty();
	}

	@Test
	void aQueryThatComesTwiceIsAnsweredOnce() {
		form(2);
		SerfMessage.Query query = query(node(1), 100, 7, 0, List.of());
		inject(node(0), query);
		inject(node(0), query);
		inject(node(0), query(node(1), 100, 8, 0, List.of()));
		run(5);
		assertThat(node(0).queries()).containsExactly("load", "load");
	}

	@Test
	void aQueryOlderThanTheBufferIsDropped() {
		form(2, (config) -> config.withQueries((queries) -> queries.withBuffer(10)));
		inject(node(0), query(node(1), 100, 7, 0, List.of()));
		inject(node(0), query(node(1), 80, 8, 0, List.of()));
		run(5);
		assertThat(node(0).queries()).hasSize(1);
	}

	@Test
	void aQueryThatIsNotToBePassedOnStaysWhereItIs() {
		form(2);
		inject(node(0), query(node(1), 100, 7, SerfMessage.Query.FLAG_NO_BROADCAST, List.of()));
		run(5);
		assertThat(node(0).queries()).hasSize(1);
		assertThat(node(1).queries()).isEmpty();
	}

	@Test
	void aQueryOverTheLimitIsRefusedWithSerfsText() {
		form(2);
		Answers heard = new Answers();
		assertThat(failure(node(0).cluster().query(QueryRequest.of("big", new byte[1024]), heard).result()))
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("query exceeds limit of 1024 bytes");
		assertThat(heard.closed).isTrue();
		run(5);
		assertThat(node(1).queries()).isEmpty();
	}

	@Test
	void theLimitsOfQueriesAndAnswersCanBeConfigured() {
		form(2, (config) -> config.withQueries((queries) -> queries.withSizeLimit(150).withResponseSizeLimit(200)));
		assertThat(failure(node(0).cluster().query(QueryRequest.of("big", new byte[150]), new Answers()).result()))
			.hasMessage("query exceeds limit of 150 bytes");
		AtomicReference<CompletableFuture<Void>> refused = new AtomicReference<>();
		node(1).answer((query) -> refused.set(query.respond(new byte[200])));
		ask(QueryRequest.of("q", bytes("")));
		assertThat(failure(refused.get()))
			.hasMessage("failed to respond to key query: response exceeds limit of 200 bytes");
	}

	@Test
	void aQueryThatNoPacketCarriesIsRefusedAtOnceAndSaysWhatToRaise() {
		form(2, (config) -> config.withQueries((queries) -> queries.withSizeLimit(8000)));
		int room = node(0).cluster().memberlist().maxBroadcastBytes();
		PendingQuery query = node(0).cluster().query(QueryRequest.of("big", new byte[2000]), new Answers());
		assertThat(failure(query.result())).isInstanceOf(IllegalArgumentException.class)
			.hasMessageMatching("query of 2\\d\\d\\d bytes exceeds the " + room
					+ " bytes that a packet carries; raise gossip.udp-buffer-size \\(1400 bytes\\).*");
		assertThat(node(0).queries()).isEmpty();
	}

	@Test
	void anAnswerIsGivenOnceAndATooLargeOneLeavesRoomForAnother() {
		form(2);
		AtomicReference<ReceivedQuery> asked = new AtomicReference<>();
		node(1).answer(asked::set);
		PendingQuery query = node(0).cluster().query(QueryRequest.of("load", bytes("x")), new Answers());
		expect(() -> asked.get() != null, 5);
		assertThat(failure(asked.get().respond(new byte[1025]))).isInstanceOf(IllegalArgumentException.class)
			.hasMessage("failed to respond to key query: response exceeds limit of 1024 bytes");
		finish(asked.get().respond(bytes("small")));
		assertThat(failure(asked.get().respond(bytes("again")))).isInstanceOf(IllegalStateException.class)
			.hasMessage("failed to respond to key query: response already sent");
		assertThat(finish(query.result()).answers()).hasSize(1);
	}

	@Test
	void anAnswerAfterTheDeadlineIsRefused() {
		form(2);
		AtomicReference<ReceivedQuery> asked = new AtomicReference<>();
		node(1).answer(asked::set);
		ask(QueryRequest.of("load", bytes("x")).withTimeout(Duration.ofSeconds(1)));
		run(5);
		assertThat(asked.get().remaining()).isZero();
		assertThat(failure(asked.get().respond(bytes("late")))).isInstanceOf(IllegalStateException.class)
			.hasMessage("failed to respond to key query: response is past the deadline");
	}

	@Test
	void theDefaultTimeoutGrowsWithTheLogarithmOfTheCluster() {
		form(1);
		assertThat(node(0).cluster().defaultQueryTimeout()).isEqualTo(Duration.ofMillis(3200));
		for (int i = 1; i < 10; i++) {
			ListeningNode node = start("n" + i, (config) -> config);
			finish(node.join(node(0)));
		}
		expect(() -> node(0).cluster().members().size() == 10, 30);
		assertThat(node(0).cluster().defaultQueryTimeout()).isEqualTo(Duration.ofMillis(6400));
	}

	@Test
	void aQueryThatIsCancelledTakesNoMore() {
		form(2);
		node(1).answerWithName();
		PendingQuery query = node(0).cluster().query(QueryRequest.of("load", bytes("")), new Answers());
		query.cancel();
		run(1);
		assertThat(query.result()).isDone();
		assertThat(query.result().join().answers()).isEmpty();
	}

	@Test
	void aQueryEndsWhenItsMemberIsShutDown() {
		form(2);
		PendingQuery query = node(0).cluster()
			.query(QueryRequest.of("load", bytes("")).withTimeout(Duration.ofHours(1)), new Answers());
		run(1);
		node(0).cluster().shutdown();
		run(1);
		assertThat(query.result()).isCompleted();
	}

	@Test
	void anAnswerThatIsForgedOrComesTwiceCountsOnce() {
		form(2);
		AtomicReference<ReceivedQuery> asked = new AtomicReference<>();
		node(1).answer(asked::set);
		PendingQuery query = node(0).cluster().query(QueryRequest.of("load", bytes("")), new Answers());
		expect(() -> asked.get() != null, 5);
		long time = asked.get().time();
		long id = Integer.toUnsignedLong(asked.get().id());
		inject(node(0), new SerfMessage.QueryResponse(time, id + 1, "n1", 0, bytes("wrong number")));
		inject(node(0), new SerfMessage.QueryResponse(time + 1, id, "n1", 0, bytes("wrong time")));
		inject(node(0), new SerfMessage.QueryResponse(time, id, "n1", 0, bytes("right")));
		inject(node(0), new SerfMessage.QueryResponse(time, id, "n1", 0, bytes("twice")));
		assertThat(finish(query.result()).answers())
			.extracting((answer) -> new String(answer.payload(), StandardCharsets.UTF_8))
			.containsExactly("right");
		assertThat(node(0).count(ClusterMetrics.Counter.QUERY_DUPLICATE_RESPONSES)).isEqualTo(1);
	}

	@Test
	void nothingIsSentToAStrangerBecauseAQueryAsksForIt() throws UnknownHostException {
		form(2);
		SerfMessage.Query forged = new SerfMessage.Query(100, 7, InetAddress.getByName("192.0.2.1").getAddress(), 53,
				"n1", List.of(), SerfMessage.Query.FLAG_ACK | SerfMessage.Query.FLAG_NO_BROADCAST, 0,
				Duration.ofSeconds(5).toNanos(), "load", bytes(""));
		AtomicReference<CompletableFuture<Void>> answer = new AtomicReference<>();
		node(0).answer((query) -> answer.set(query.respond(bytes("secret"))));
		inject(node(0), forged);
		run(2);
		assertThat(node(0).count(ClusterMetrics.Counter.REPLIES_REFUSED)).isEqualTo(2);
		assertThat(failure(answer.get())).hasMessageContaining("no known member");
	}

	@Test
	void aMemberThatJoinsLearnsTheTimeOfTheQueries() {
		form(2);
		for (int i = 0; i < 5; i++) {
			ask(QueryRequest.of("load", bytes("")));
		}
		long time = node(0).cluster().metrics().value(ClusterMetrics.Gauge.QUERY_TIME);
		assertThat(time).isEqualTo(6);
		ListeningNode late = start("late", (config) -> config);
		finish(late.join(node(0)));
		run(5);
		assertThat(late.cluster().metrics().value(ClusterMetrics.Gauge.QUERY_TIME)).isEqualTo(time);
	}

	@Test
	void aProtocolWithoutQueriesRefusesThem() {
		ListeningNode old = start("old", (config) -> config.withProtocolVersion(3));
		assertThat(failure(old.cluster().query(QueryRequest.of("load", bytes("")), new Answers()).result()))
			.hasMessage("Feature not supported");
	}

	private QueryResult ask(QueryRequest request) {
		return finish(node(0).cluster().query(request, new Answers()).result());
	}

	private static SerfMessage.Query query(ListeningNode from, long time, long id, long flags, List<byte[]> filters) {
		return new SerfMessage.Query(time, id, from.address().getAddress().getAddress(), from.address().getPort(),
				from.cluster().config().memberlist().name(), filters, flags, 0, Duration.ofSeconds(5).toNanos(), "load",
				bytes(""));
	}

}
