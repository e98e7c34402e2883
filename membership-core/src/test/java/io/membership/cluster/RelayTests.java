package io.membership.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers that are sent over other members, too. */
class RelayTests extends ClusterScenario {

	@Test
	void anAnswerThatIsLostComesOverAnotherMember() {
		form(4);
		this.nodes.forEach(ListeningNode::answerWithName);
		// nothing comes straight from n3 to n0
		this.simulation.network().cut(node(3).address(), node(0).address());
		QueryRequest request = QueryRequest.of("load", bytes("")).toNodes(List.of("n3")).withAck(true);
		assertThat(ask(request).answers()).isEmpty();
		QueryResult relayed = ask(request.withRelayFactor(2));
		assertThat(relayed.answers()).extracting(QueryAnswer::from).containsExactly("n3");
		assertThat(relayed.acks()).containsExactly("n3");
	}

	@Test
	void anAnswerThatComesStraightAndRelayedCountsOnce() {
		form(5);
		this.nodes.forEach(ListeningNode::answerWithName);
		QueryResult result = ask(QueryRequest.of("load", bytes("")).withRelayFactor(3));
		assertThat(result.answers()).extracting(QueryAnswer::from)
			.containsExactlyInAnyOrder("n0", "n1", "n2", "n3", "n4");
		assertThat(node(0).count(ClusterMetrics.Counter.QUERY_DUPLICATE_RESPONSES)).isEqualTo(4 * 3);
	}

	@Test
	void inAClusterWithTooFewMembersNothingIsRelayed() {
		form(3);
		this.nodes.forEach(ListeningNode::answerWithName);
		assertThat(ask(QueryRequest.of("load", bytes("")).withRelayFactor(3)).answers()).hasSize(3);
		assertThat(node(0).count(ClusterMetrics.Counter.QUERY_DUPLICATE_RESPONSES)).isZero();
	}

	@Test
	void anAnswerTooLargeToBeWrappedIsSentStraightOnly() {
		form(4);
		AtomicReference<CompletableFuture<Void>> sent = new AtomicReference<>();
		node(1).answer((query) -> sent.set(query.respond(new byte[950])));
		QueryResult result = ask(QueryRequest.of("load", bytes("")).withRelayFactor(1));
		assertThat(sent.get()).isCompleted();
		assertThat(result.answers()).hasSize(1);
		assertThat(node(0).count(ClusterMetrics.Counter.QUERY_DUPLICATE_RESPONSES)).isZero();
	}

	@Test
	void nothingIsRelayedToAStranger() throws UnknownHostException {
		form(2);
		byte[] answer = SerfCodec.encode(new SerfMessage.QueryResponse(1, 1, "n1", 0, bytes("x")));
		inject(node(0), new SerfMessage.Relay(InetAddress.getByName("192.0.2.1").getAddress(), 53, "", "n1", answer));
		inject(node(0), new SerfMessage.Relay(node(1).address().getAddress().getAddress(), 53, "", "n1", answer));
		run(1);
		assertThat(node(0).count(ClusterMetrics.Counter.REPLIES_REFUSED)).isEqualTo(2);
	}

	@Test
	void nothingButAnswersIsRelayed() {
		form(2);
		byte[] event = SerfCodec.encode(new SerfMessage.UserEvent(5, "forged", bytes(""), false));
		inject(node(0), relay(node(1), event));
		inject(node(0), relay(node(1), SerfCodec.encode(relay(node(1), event))));
		run(1);
		assertThat(node(0).count(ClusterMetrics.Counter.REPLIES_REFUSED)).isEqualTo(2);
		assertThat(node(1).userEvents()).isEmpty();
	}

	private static SerfMessage.Relay relay(ListeningNode to, byte[] message) {
		return new SerfMessage.Relay(to.address().getAddress().getAddress(), to.address().getPort(), "",
				to.cluster().config().memberlist().name(), message);
	}

	private QueryResult ask(QueryRequest request) {
		return finish(node(0).cluster().query(request, new Answers()).result());
	}

}
