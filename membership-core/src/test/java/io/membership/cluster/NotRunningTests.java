package io.membership.cluster;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.membership.gossip.MemberlistConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Operations of a member that is not running fail through their futures. */
class NotRunningTests extends ClusterScenario {

	@Test
	void beforeTheStartEveryOperationFailsThroughItsFuture() {
		Cluster cluster = Cluster.create(ClusterConfig.of(MemberlistConfig.lan("n0")),
				this.simulation.transportFactory());
		assertThat(operations(cluster))
			.allSatisfy((future) -> assertThat(failure(future)).isInstanceOf(IllegalStateException.class)
				.hasMessage("Member 'n0' is not running"));
	}

	@Test
	void afterTheShutdownEveryOperationFailsThroughItsFuture() {
		form(1);
		finish(node(0).cluster().shutdown());
		assertThat(operations(node(0).cluster()))
			.allSatisfy((future) -> assertThat(failure(future)).isInstanceOf(IllegalStateException.class));
	}

	@Test
	void aQueryThatIsNotSentCallsNoListener() {
		form(1);
		finish(node(0).cluster().shutdown());
		Answers answers = new Answers();
		PendingQuery query = node(0).cluster().query(QueryRequest.of("load", bytes("")), answers);
		assertThat(failure(query.sent())).isInstanceOf(IllegalStateException.class);
		query.cancel();
		assertThat(answers.closed).isFalse();
	}

	private List<CompletableFuture<?>> operations(Cluster cluster) {
		return List.of(cluster.join(List.of("10.0.0.1:7946"), true), cluster.tags(Map.of("role", "web")),
				cluster.publish("deploy", bytes("v1"), false), cluster.leave(), cluster.forceLeave("n1", false),
				cluster.forget("n1"), cluster.query(QueryRequest.of("load", bytes("")), new Answers()).result(),
				cluster.keys().list());
	}

}
