package io.membership.gossip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.membership.SafeText;
import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.runtime.DropReason;
import io.membership.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges the full state with another member: each side sends all that it knows and
 * merges what it gets. Done when joining, and from time to time with a random member, so
 * that whatever gossip has missed is repaired. Confined to the event loop.
 */
final class PushPull {

	/** What becomes of an exchange. Called on the event loop. */
	interface Outcome {

		/**
		 * Both sides have the other's state, and this one has merged it.
		 * @param disagreement whether the other side holds nodes for present that this
		 * one holds for gone, or the other way round
		 */
		void succeeded(boolean disagreement);

		/**
		 * The exchange failed, or the merge was refused.
		 * @param cause why
		 */
		void failed(IOException cause);

	}

	private static final Logger logger = LoggerFactory.getLogger(PushPull.class);

	private static final int MAX_INBOUND = 128;

	private static final long AFTER_JOIN_NANOS = 1_000_000_000L;

	private final GossipCore core;

	private final MemberTable table;

	private final LocalState localState;

	private int inbound;

	private long urgentAt;

	PushPull(GossipCore core, MemberTable table, LocalState localState) {
		this.core = core;
		this.table = table;
		this.localState = localState;
	}

	void start() {
		long interval = this.core.config().pushPull().interval().toNanos();
		if (interval > 0) {
			this.core.stalls().after(this.core.runtime().random().nextLong(interval), this::tick);
		}
	}

	/**
	 * One exchange with a random member at once, but not more often than once a second.
	 */
	void now() {
		long now = this.core.now();
		if (this.urgentAt == 0 || now - this.urgentAt > 1_000_000_000L) {
			this.urgentAt = now;
			exchangeWithRandomMember();
		}
	}

	/**
	 * One more exchange a short while after a join. Who joins at the same time as others
	 * is gossiped about by members that know few others yet and so drop a rumour early;
	 * what was missed then would have to wait for the next periodic exchange.
	 */
	void afterJoin() {
		long delay = AFTER_JOIN_NANOS + this.core.runtime().random().nextLong(AFTER_JOIN_NANOS);
		this.core.stalls().after(delay, this::exchangeWithRandomMember);
	}

	/** Exchanges the state with a node. */
	void exchange(InetSocketAddress with, boolean join, Outcome outcome) {
		long start = this.core.now();
		this.localState.collect(join, (state) -> this.core.streams()
			.exchange(with, state, this.core.config().transport().tcpTimeout(), new Streams.ReplyHandler() {

				@Override
				public void replied(Message reply) {
					if (reply instanceof Message.PushPull remote) {
						merge(remote, join, measured(start, outcome));
					}
					else {
						failed(new IOException("expected a push/pull reply, got " + reply.type()));
					}
				}

				@Override
				public void failed(IOException cause) {
					measured(start, outcome).failed(cause);
				}

			}));
	}

	/**
	 * Answers an exchange that another node has started.
	 * @param answer called with the reply to send
	 * @param refused called instead when there are too many at the same time
	 */
	void respond(Message.PushPull remote, java.util.function.Consumer<Message.PushPull> answer, Runnable refused) {
		if (this.inbound >= MAX_INBOUND) {
			this.core.metrics().increment(DropReason.STREAM_LIMIT);
			refused.run();
			return;
		}
		this.inbound++;
		this.localState.collect(remote.join(), (state) -> {
			this.inbound--;
			answer.accept(state);
			merge(remote, remote.join(), new Outcome() {

				@Override
				public void succeeded(boolean disagreement) {
					PushPull.this.core.metrics().pushPullSucceeded(PushPull.this.core.now());
				}

				@Override
				public void failed(IOException cause) {
					logger.atWarn()
						.addKeyValue("reason", cause.getMessage())
						.log("A push/pull was not merged: {}", cause.getMessage());
				}

			});
		});
	}

	private void tick() {
		long interval = Formulas.pushPullInterval(this.core.config().pushPull().interval().toNanos(),
				this.core.clusterSize());
		this.core.stalls().after(interval, this::tick);
		exchangeWithRandomMember();
	}

	private void exchangeWithRandomMember() {
		List<NodeRecord> chosen = this.table.random(1,
				(node) -> node.status == MemberStatus.ALIVE && !node.name.equals(this.core.config().name()));
		if (chosen.isEmpty()) {
			return;
		}
		NodeRecord node = chosen.get(0);
		exchange(node.address, false, new Outcome() {

			@Override
			public void succeeded(boolean disagreement) {
				// the next one comes anyway
			}

			@Override
			public void failed(IOException cause) {
				logger.atDebug()
					.addKeyValue("member", SafeText.of(node.name))
					.addKeyValue("reason", cause.getMessage())
					.log("Push/pull failed");
			}

		});
	}

	private Outcome measured(long start, Outcome outcome) {
		return new Outcome() {

			@Override
			public void succeeded(boolean disagreement) {
				PushPull.this.core.metrics().increment(Counter.PUSH_PULLS);
				PushPull.this.core.metrics().pushPullSucceeded(PushPull.this.core.now());
				PushPull.this.core.application()
					.reportPushPull(Duration.ofNanos(PushPull.this.core.now() - start), true);
				outcome.succeeded(disagreement);
			}

			@Override
			public void failed(IOException cause) {
				PushPull.this.core.metrics().increment(Counter.PUSH_PULLS_FAILED);
				PushPull.this.core.application()
					.reportPushPull(Duration.ofNanos(PushPull.this.core.now() - start), false);
				outcome.failed(cause);
			}

		};
	}

	private void merge(Message.PushPull remote, boolean join, Outcome outcome) {
		String problem = VersionRules.incompatibility(remote.nodes(), this.table.all());
		if (problem != null) {
			this.core.metrics().increment(DropReason.VERSION_INVALID);
			outcome.failed(new IOException(problem));
			return;
		}
		if (!join) {
			apply(remote, false, outcome);
			return;
		}
		this.core.application().askMerge(() -> membersOf(remote.nodes()), (veto) -> {
			if (veto != null) {
				outcome.failed(new IOException("Merge vetoed: " + veto));
			}
			else {
				apply(remote, true, outcome);
			}
		});
	}

	private void apply(Message.PushPull remote, boolean join, Outcome outcome) {
		boolean disagreement = false;
		for (Message.NodeState node : remote.nodes()) {
			disagreement |= disagrees(node);
			this.core.merge(node);
		}
		if (remote.userState().length > 0) {
			this.core.application().mergeUserState(remote.userState(), join);
		}
		outcome.succeeded(disagreement);
	}

	private boolean disagrees(Message.NodeState remote) {
		NodeRecord known = this.table.get(remote.name());
		boolean presentThere = remote.state() < MemberStatus.FAILED.ordinal();
		return known != null && known.status.isPresent() != presentThere;
	}

	private List<Member> membersOf(List<Message.NodeState> nodes) {
		List<Member> members = new ArrayList<>(nodes.size());
		for (Message.NodeState node : nodes) {
			InetSocketAddress address = AddressRules.ofWire(node.addr(), (node.port() == 0) ? 1 : node.port());
			if (address != null && node.state() >= 0 && node.state() < MemberStatus.values().length) {
				members.add(new Member(node.name(), address, MemberStatus.values()[node.state()], orEmpty(node.meta()),
						node.incarnation(), VersionRules.versions(node.vsn()), this.core.runtime().wallClock()));
			}
		}
		return members;
	}

	private static byte[] orEmpty(byte @Nullable [] bytes) {
		return (bytes != null) ? bytes : new byte[0];
	}

}
