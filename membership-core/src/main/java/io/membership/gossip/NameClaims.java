package io.membership.gossip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

import io.membership.SafeText;
import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a name may move to another address. A present member keeps its name. The
 * name of a failed or left one can be reclaimed after a short time, in which a live owner
 * would have refuted, and after a ping to the known address that nobody answers, because
 * gossip may have missed this member: so a restarted container gets its name back soon
 * (memberlist issue 157), and a forged leave hands it to nobody. The latest claim is kept
 * and honoured when the time comes, because the claimant may not repeat it for long.
 */
final class NameClaims {

	private static final Logger logger = LoggerFactory.getLogger(NameClaims.class);

	private static final long REPORT_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

	private static final long CLAIM_LIFETIME_NANOS = Duration.ofMinutes(2).toNanos();

	private final GossipCore core;

	private final MemberTable table;

	private final Consumer<Message.Alive> retry;

	/** The node whose claim is being honoured, after its known address was silent. */
	private @Nullable NodeRecord silent;

	NameClaims(GossipCore core, MemberTable table, Consumer<Message.Alive> retry) {
		this.core = core;
		this.table = table;
		this.retry = retry;
	}

	boolean isReclaimable(NodeRecord node) {
		long reclaim = this.core.config().members().deadNodeReclaimTime().toNanos();
		if (reclaim == 0) {
			return node.status == MemberStatus.LEFT;
		}
		return !node.status.isPresent() && this.core.now() - node.statusChangedNanos > reclaim;
	}

	/**
	 * Another address claims the name of a known node: whether it gets it now. If not,
	 * the claim is remembered.
	 */
	boolean mayMove(NodeRecord node, Message.Alive alive, InetSocketAddress address) {
		if (!isReclaimable(node)) {
			conflict(node, alive, address);
			return false;
		}
		if (this.core.config().members().deadNodeReclaimTime().isZero() || this.silent == node) {
			return true;
		}
		node.claim = alive;
		node.claimNanos = this.core.now();
		if (!node.claimInCheck) {
			node.claimInCheck = true;
			this.core.prober().pingOnce(node, (answered) -> checked(node, answered));
		}
		return false;
	}

	private void checked(NodeRecord node, boolean answered) {
		node.claimInCheck = false;
		Message.Alive claim = node.claim;
		if (claim == null || this.table.get(node.name) != node || !isReclaimable(node)) {
			return;
		}
		node.claim = null;
		if (answered) {
			this.core.state().heardFrom(node.name, node.address);
			return;
		}
		this.silent = node;
		try {
			this.retry.accept(claim);
		}
		finally {
			this.silent = null;
		}
	}

	private void conflict(NodeRecord node, Message.Alive alive, InetSocketAddress address) {
		long now = this.core.now();
		this.core.metrics().increment(Counter.NAME_CONFLICTS);
		if (!node.name.equals(this.core.config().name())) {
			boolean waiting = node.claim != null;
			node.claim = alive;
			node.claimNanos = now;
			if (!waiting && !node.status.isPresent()) {
				gone(node);
			}
		}
		if (!node.conflictReported || now - node.conflictNanos >= REPORT_INTERVAL_NANOS) {
			node.conflictReported = true;
			node.conflictNanos = now;
			logger.atWarn()
				.addKeyValue("member", SafeText.of(node.name))
				.addKeyValue("address", node.address)
				.addKeyValue("other", address)
				.log("Another node at {} claims the name of member {}; the known member is kept",
						NodeRecord.describe(address), node.describe());
			this.core.application().reportConflict(node, alive, address);
		}
	}

	/** A node has failed or left: a claim of its name may be honoured after a while. */
	void gone(NodeRecord node) {
		long reclaim = this.core.config().members().deadNodeReclaimTime().toNanos();
		if (node.claim == null || reclaim == 0) {
			return;
		}
		long since = this.core.now() - node.statusChangedNanos;
		this.core.stalls().after(reclaim - since + 1_000_000, () -> honour(node));
	}

	private void honour(NodeRecord node) {
		Message.Alive claim = node.claim;
		if (claim == null || this.table.get(node.name) != node || !isReclaimable(node)) {
			return;
		}
		node.claim = null;
		if (this.core.now() - node.claimNanos <= CLAIM_LIFETIME_NANOS) {
			this.retry.accept(claim);
		}
	}

}
