package io.membership.spring.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.spring.Clusters;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Says which member this application is, and what it speaks. */
public final class ClusterInfoContributor implements InfoContributor {

	private final Memberlist memberlist;

	private final @Nullable Clusters clusters;

	/**
	 * Creates the contributor.
	 * @param memberlist the local member
	 */
	public ClusterInfoContributor(Memberlist memberlist) {
		this.memberlist = memberlist;
		this.clusters = null;
	}

	/**
	 * Creates the contributor of members that speak Serf's protocol.
	 * @param clusters the application's clusters
	 */
	public ClusterInfoContributor(Clusters clusters) {
		this.memberlist = clusters.primary().memberlist();
		this.clusters = clusters;
	}

	@Override
	public void contribute(Info.Builder builder) {
		MemberlistConfig config = this.memberlist.config();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("member", config.name());
		if (!config.label().isEmpty()) {
			details.put("name", config.label());
		}
		details.put("protocol", (this.clusters != null) ? "serf" : "memberlist");
		details.put("protocolVersion", config.versions().gossip());
		if (this.clusters != null) {
			details.put("serfProtocolVersion", this.clusters.primary().config().protocolVersion());
			if (!this.clusters.further().isEmpty()) {
				details.put("furtherClusters", List.copyOf(this.clusters.further().keySet()));
			}
		}
		String version = Memberlist.class.getPackage().getImplementationVersion();
		if (version != null) {
			details.put("version", version);
		}
		builder.withDetail("cluster", details);
	}

}
