package io.membership.spring.actuate;

import io.membership.cluster.Cluster;
import io.membership.spring.Clusters;
import org.jspecify.annotations.Nullable;

/** Resolves the cluster that a request names. */
final class ClusterChoice {

	private ClusterChoice() {
	}

	static Cluster of(Clusters clusters, @Nullable String name) {
		return (name == null) ? clusters.primary() : clusters.get(name)
			.orElseThrow(() -> new BadRequestException("There is no cluster '" + name + "'.", clusters.names()));
	}

}
