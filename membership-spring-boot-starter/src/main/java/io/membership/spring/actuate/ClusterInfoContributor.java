package io.membership.spring.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Says which member this application is, and what it speaks. */
public final class ClusterInfoContributor implements InfoContributor {

	private final Memberlist memberlist;

	/**
	 * Creates the contributor.
	 * @param memberlist the local member
	 */
	public ClusterInfoContributor(Memberlist memberlist) {
		this.memberlist = memberlist;
	}

	@Override
	public void contribute(Info.Builder builder) {
		MemberlistConfig config = this.memberlist.config();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("member", config.name());
		if (!config.label().isEmpty()) {
			details.put("name", config.label());
		}
		details.put("protocol", "memberlist");
		details.put("protocolVersion", config.protocolVersion());
		String version = Memberlist.class.getPackage().getImplementationVersion();
		if (version != null) {
			details.put("version", version);
		}
		builder.withDetail("cluster", details);
	}

}
