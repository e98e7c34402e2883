package io.membership.spring.autoconfigure;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.membership.ConfigException;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.gossip.MemberlistConfig;
import io.membership.spring.Clusters;

import org.springframework.core.env.Environment;

/** Creates the clusters of {@code membership.clusters}, each with separate settings. */
final class FurtherClusters {

	private final MembershipProperties properties;

	private final Environment environment;

	FurtherClusters(MembershipProperties properties, Environment environment) {
		this.properties = properties;
		this.environment = environment;
	}

	/**
	 * Creates them.
	 * @param primary settings of the primary cluster, which no other may be in the way of
	 * @param create creates a cluster
	 * @return the clusters by name
	 */
	Map<String, Cluster> create(MemberlistConfig primary, Function<ClusterConfig, Cluster> create) {
		Map<String, MemberlistConfig> gossip = new LinkedHashMap<>();
		gossip.put(Clusters.PRIMARY, primary);
		Map<String, Cluster> clusters = new LinkedHashMap<>();
		this.properties.clusters().forEach((name, own) -> {
			if (own.enabled()) {
				FurtherCluster further = new FurtherCluster(name, own);
				ClusterConfig config = further.configure(this::config);
				gossip.forEach((other, taken) -> checkPort(name, config.memberlist(), other, taken));
				gossip.put(name, config.memberlist());
				clusters.put(name, further.configure((settings) -> create.apply(config)));
			}
		});
		return clusters;
	}

	private ClusterConfig config(MembershipProperties own) {
		if (own.protocol() != MembershipProperties.Protocol.SERF) {
			throw new ConfigException("protocol", "further clusters speak Serf's protocol.", "Remove it.");
		}
		if (!own.clusters().isEmpty()) {
			throw new ConfigException("clusters", "further clusters cannot be nested.",
					"Put them under membership.clusters.");
		}
		MemberlistConfig gossip = new MembershipConfigMapper(own).map(NodeName.of(own, this.environment))
			.withSeeds((seeds) -> seeds.withProvider(AgentConfigMapper.discovery(own, List.of())));
		return new ClusterConfigMapper(own).map(gossip);
	}

	private static void checkPort(String name, MemberlistConfig config, String other, MemberlistConfig taken) {
		InetAddress address = config.network().bindAddress();
		boolean sameAddress = address.equals(taken.network().bindAddress()) || address.isAnyLocalAddress()
				|| taken.network().bindAddress().isAnyLocalAddress();
		if (config.network().bindPort() != 0 && config.network().bindPort() == taken.network().bindPort()
				&& sameAddress) {
			throw new ConfigException("clusters." + name + ".bind-port",
					"port " + config.network().bindPort() + " of " + address.getHostAddress()
							+ " is also that of the cluster '" + other + "'.",
					"Give each cluster a separate port, or a separate address of this machine.");
		}
	}

}
