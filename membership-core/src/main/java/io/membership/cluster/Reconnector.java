package io.membership.cluster;

import java.net.InetSocketAddress;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries failed members again, one at a time, and so seldom that the whole cluster
 * together does not storm them. Confined to the event loop.
 */
final class Reconnector {

	private static final Logger logger = LoggerFactory.getLogger(Reconnector.class);

	private final ClusterCore core;

	Reconnector(ClusterCore core) {
		this.core = core;
	}

	void start() {
		this.core.after(this.core.config().reconnectInterval(), this::run);
	}

	private void run() {
		start();
		List<MemberEntry> failed = this.core.members().in(MemberState.FAILED);
		if (!this.core.isStaying() || failed.isEmpty()) {
			return;
		}
		int present = (int) this.core.members().all().stream().filter((entry) -> entry.state.isPresent()).count();
		double share = (double) failed.size() / Math.max(1, present);
		if (this.core.runtime().random().nextDouble() > share) {
			return;
		}
		MemberEntry chosen = failed.get(this.core.runtime().random().nextInt(failed.size()));
		this.core.memberlist()
			.join(List.of(text(chosen.member.address())))
			.whenComplete((result, failure) -> logger.atDebug().log("Reconnect ended: {}", result));
	}

	private static String text(InetSocketAddress address) {
		String host = address.getAddress().getHostAddress();
		return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
	}

}
