package io.membership.gossip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

import io.membership.Addresses;
import io.membership.SafeText;
import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a name may move to another address. A present member keeps its name. The
 * name of a failed or left one can be reclaimed after a short time, in which a live owner
 * would have refuted, and after a ping to the known address has found no answer, because
 * gossip may have missed this member. So a restarted container gets its name back soon
 * (memberlist issue 157), and a forged leave gives it to no other node. The latest claim
 * is kept and honoured when the time comes, because the claimant may not repeat it for
 * long. Confined to the event loop.
 */
final class NameClaims {

	private static final Logger logger = LoggerFactory.getLogger(NameClaims.class);

	private static final long REPORT_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

	private static final long CLAIM_LIFETIME_NANOS = Duration.ofMinutes(2).toNanos();

	private final NodeContext context;

	private final MemberTable table;

	private final Pinger pinger;

	private final Corrections corrections;

	private final Delegation delegation;

	private final Consumer<Message.Alive> retry;

	/** The node whose claim is being honoured, after its known address was silent. */
	private @Nullable NodeRecord silent;

	/**
	 * Creates the rules.
	 * @param context the member
	 * @param table the known nodes
	 * @param pinger pings the known address of a claimed name
	 * @param corrections tells an owner that answers that it is considered gone
	 * @param delegation is told of conflicts
	 * @param retry applies a claim again when its time has come
	 */
	NameClaims(NodeContext context, MemberTable table, Pinger pinger, Corrections corrections, Delegation delegation,
			Consumer<Message.Alive> retry) {
		this.context = context;
		this.table = table;
		this.pinger = pinger;
		this.corrections = corrections;
		this.delegation = delegation;
		this.retry = retry;
	}

	/** Whether another address may take the name of a node. */
	boolean isReclaimable(NodeRecord node) {
		long reclaim = this.context.config().members().deadNodeReclaimTime().toNanos();
		if (reclaim == 0) {
			return node.status == MemberStatus.LEFT;
		}
		return !node.status.isPresent() && this.context.now() - node.statusChangedNanos > reclaim;
	}

	/**
	 * Decides whether a claim from another address gets the name of a known node now. If
	 * not, the claim is remembered.
	 */
	boolean mayMove(NodeRecord node, Message.Alive alive, InetSocketAddress address) {
		if (!isReclaimable(node)) {
			conflict(node, alive, address);
			return false;
		}
		if (this.context.config().members().deadNodeReclaimTime().isZero() || this.silent == node) {
			return true;
		}
		node.claim = alive;
		node.claimNanos = this.context.now();
		if (!node.claimInCheck) {
			node.claimInCheck = true;
			this.pinger.ping(node, (answered) -> checked(node, answered));
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
			this.corrections.tellTheDead(node);
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
		long now = this.context.now();
		this.context.metrics().increment(Counter.NAME_CONFLICTS);
		if (!this.context.isSelf(node.name)) {
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
						Addresses.format(address), node.describe());
			this.delegation.reportConflict(node, alive, address);
		}
	}

	/** Plans to honour a remembered claim of the name of a node that is gone. */
	void gone(NodeRecord node) {
		long reclaim = this.context.config().members().deadNodeReclaimTime().toNanos();
		if (node.claim == null || reclaim == 0) {
			return;
		}
		long since = this.context.now() - node.statusChangedNanos;
		this.context.stalls().after(reclaim - since + 1_000_000, () -> honour(node));
	}

	private void honour(NodeRecord node) {
		Message.Alive claim = node.claim;
		if (claim == null || this.table.get(node.name) != node || !isReclaimable(node)) {
			return;
		}
		node.claim = null;
		if (this.context.now() - node.claimNanos <= CLAIM_LIFETIME_NANOS) {
			this.retry.accept(claim);
		}
	}

}
