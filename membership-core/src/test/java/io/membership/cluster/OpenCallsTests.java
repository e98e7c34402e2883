package io.membership.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of the calls that have no result when their member is shut down. */
class OpenCallsTests extends ClusterScenario {

	@Test
	void everyCallThatWaitsEndsWhenTheMemberIsShutDown() {
		form(3);
		Cluster cluster = node(0).cluster();
		// the others never get what is gossiped, so that a leave waits for its time-out
		this.simulation.network().partition(List.of(List.of(node(0).address()), List.of(node(1).address())));
		Map<String, CompletableFuture<?>> calls = new LinkedHashMap<>();
		calls.put("forceLeave", cluster.forceLeave("n1", true));
		PendingQuery query = cluster.query(QueryRequest.of("question", new byte[0]), new Answers());
		calls.put("query sent", query.sent());
		calls.put("query result", query.result());
		calls.put("keys", cluster.keys().list());
		calls.put("leave", cluster.leave());
		this.simulation.runFor(Duration.ofMillis(1));
		assertThat(calls.values()).filteredOn(CompletableFuture::isDone).hasSize(1);
		calls.put("publish", cluster.publish("event", new byte[0], false));
		calls.put("forget", cluster.forget("n1"));
		calls.put("tags", cluster.tags(Map.of("a", "b")));
		calls.put("join", cluster.join(List.of("10.9.9.9:1"), false));
		finish(cluster.shutdown());
		run(1);
		assertThat(calls).allSatisfy((name, call) -> assertThat(call).as(name).isDone());
	}

	@Test
	void whatWaitsForATimerFailsSayingThatTheMemberDoesNotRun() {
		form(2);
		Cluster cluster = node(0).cluster();
		CompletableFuture<?> leave = cluster.leave();
		expect(() -> cluster.state() == ClusterState.LEAVING && !leave.isDone(), 1);
		finish(cluster.shutdown());
		assertThat(failure(leave)).isInstanceOf(IllegalStateException.class).hasMessage("Member 'n0' is not running");
	}

	@Test
	void everyCallAfterTheShutdownFails() {
		form(2);
		Cluster cluster = node(0).cluster();
		finish(cluster.shutdown());
		assertThat(List.of(cluster.leave(), cluster.forceLeave("n1", false), cluster.forget("n1"),
				cluster.publish("event", new byte[0], false), cluster.tags(Map.of()), cluster.join(List.of(), false),
				cluster.keys().list()))
			.allSatisfy((call) -> assertThat(call).isCompletedExceptionally());
	}

	@Test
	void aLayerAboveHearsOfTheShutdown() {
		form(1);
		List<String> heard = new ArrayList<>();
		node(0).cluster().whenShutDown(() -> heard.add("down"));
		run(1);
		assertThat(heard).isEmpty();
		finish(node(0).cluster().shutdown());
		assertThat(heard).containsExactly("down");
	}

}
