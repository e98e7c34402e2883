package io.membership.spring.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.spring.LocalNode;
import io.membership.spring.LocalNodes;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Contributes the local member and its protocol. */
public final class ClusterInfoContributor implements InfoContributor {

	private final LocalNodes nodes;

	/**
	 * Creates the contributor.
	 * @param nodes the local members
	 */
	public ClusterInfoContributor(LocalNodes nodes) {
		this.nodes = nodes;
	}

	@Override
	public void contribute(Info.Builder builder) {
		LocalNode node = this.nodes.primary();
		MemberlistConfig config = node.memberlist().config();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("member", config.name());
		if (!config.label().isEmpty()) {
			details.put("name", config.label());
		}
		details.put("protocol", node.cluster().isPresent() ? "serf" : "memberlist");
		details.put("protocolVersion", config.versions().gossip());
		node.cluster().ifPresent((serf) -> details.put("serfProtocolVersion", serf.config().protocolVersion()));
		if (!this.nodes.further().isEmpty()) {
			details.put("furtherClusters", this.nodes.further().stream().map(LocalNode::clusterName).toList());
		}
		String version = Memberlist.class.getPackage().getImplementationVersion();
		if (version != null) {
			details.put("version", version);
		}
		builder.withDetail("cluster", details);
	}

}
