package io.membership.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.membership.catalog.CatalogCluster.Node;
import io.membership.cluster.channel.ChannelMetrics.Counter;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures the cost of the catalog as the cluster grows: bytes that one member sends per
 * minute, when nothing changes and when the service of every member changes once per
 * minute. Logs a table; {@code -Dmembership.catalog.sizes=5,10,...} measures other sizes.
 */
class ReplicationTrafficTests {

	private static final Logger logger = LoggerFactory.getLogger(ReplicationTrafficTests.class);

	private static final int MINUTES = 2;

	/** What a minute costs one member. */
	private record Cost(double calm, double exchanges, double busy, double busyReceived, double changesReceived) {
	}

	@Test
	void aCalmCatalogCostsAFewBytesHoweverLargeTheClusterIs() {
		List<Integer> sizes = List.of(System.getProperty("membership.catalog.sizes", "5,20,50").split(","))
			.stream()
			.map(Integer::valueOf)
			.toList();
		StringBuilder table = new StringBuilder("Replication, bytes per member and minute\n"
				+ "| members | calm: sent | exchanges | one change per member and minute: sent | received | messages received |\n"
				+ "|---:|---:|---:|---:|---:|---:|\n");
		for (int size : sizes) {
			Cost cost = measure(size);
			table.append(String.format(Locale.ROOT, "| %d | %.0f | %.1f | %.0f | %.0f | %.0f |%n", size, cost.calm(),
					cost.exchanges(), cost.busy(), cost.busyReceived(), cost.changesReceived()));
			assertThat(cost.calm()).isLessThan(500);
			// each change reaches each member a few times, not more with every member
			assertThat(cost.changesReceived()).isLessThan(16.0 * size);
		}
		logger.atInfo().log("{}", table);
	}

	private static Cost measure(int size) {
		CatalogCluster cluster = new CatalogCluster(size);
		cluster.form(size);
		for (Node node : cluster.nodes) {
			node.services.local()
				.register(ServiceRegistration.of(ServiceDefinition.of("web", 8080)
					.withId("web-" + node.name + "-8080")
					.withTags(List.of("v1", "http"))
					.withMetadata(Map.of("zone", "a", "management.port", "8081"))));
		}
		cluster.run(Duration.ofSeconds(1));
		cluster.expect(cluster::agreed, 120);
		cluster.run(Duration.ofMinutes(2));
		long sent = sent(cluster);
		long exchanges = sum(cluster, Counter.EXCHANGES);
		cluster.run(Duration.ofMinutes(MINUTES));
		double perMinute = (double) MINUTES * size;
		final double calm = (sent(cluster) - sent) / perMinute;
		final double begun = (sum(cluster, Counter.EXCHANGES) - exchanges) / perMinute;
		sent = sent(cluster);
		final long received = sum(cluster, Counter.BYTES_RECEIVED);
		final long changes = sum(cluster, Counter.CHANGES_RECEIVED);
		for (int minute = 0; minute < MINUTES; minute++) {
			for (Node node : cluster.nodes) {
				HealthStatus health = (minute % 2 == 0) ? HealthStatus.WARNING : HealthStatus.PASSING;
				node.services.local().setHealth("web-" + node.name + "-8080", health);
				cluster.run(Duration.ofMinutes(1).dividedBy(size));
			}
		}
		return new Cost(calm, begun, (sent(cluster) - sent) / perMinute,
				(sum(cluster, Counter.BYTES_RECEIVED) - received) / perMinute,
				(sum(cluster, Counter.CHANGES_RECEIVED) - changes) / perMinute);
	}

	private static long sent(CatalogCluster cluster) {
		return cluster.nodes.stream().mapToLong((node) -> node.services.metrics().bytesSent()).sum();
	}

	private static long sum(CatalogCluster cluster, Counter counter) {
		return cluster.nodes.stream().mapToLong((node) -> node.services.metrics().channel().count(counter)).sum();
	}

}
