package io.membership.gossip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.membership.SafeText;
import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.runtime.TransportDrop;
import io.membership.wire.Message;
import io.membership.wire.WireBytes;
import io.membership.wire.WireDrop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges the full state with another member: each side sends all that it knows and
 * merges the other's state. Members do that when they join, and periodically with a
 * random member, to repair what gossip has missed. Confined to the event loop.
 */
final class PushPull {

	/** Receives the result of an exchange, on the event loop. */
	interface Outcome {

		/**
		 * Both sides have the other's state, and this one has merged it.
		 * @param merged what the other side's state says
		 */
		void succeeded(Merged merged);

		/**
		 * The exchange failed, or the merge was refused.
		 * @param cause why
		 */
		void failed(IOException cause);

	}

	/**
	 * The state of the other side, compared with the state of this one.
	 *
	 * @param disagreement whether one side considers nodes present that the other
	 * considers gone
	 * @param news whether the other side considers nodes present that this one did not
	 * @param onlySelf whether the only node present there is this member in its present
	 * life. Every other member is present in its own state, so the answer came from this
	 * member itself, for example through a load balancer
	 */
	record Merged(boolean disagreement, boolean news, boolean onlySelf) {

	}

	private static final Logger logger = LoggerFactory.getLogger(PushPull.class);

	private static final int MAX_INBOUND = 128;

	private static final long AFTER_JOIN_NANOS = 1_000_000_000L;

	private final NodeContext context;

	private final MemberTable table;

	private final Streams streams;

	private final LocalState localState;

	private final AliveGate gate;

	private final Delegation delegation;

	private int inbound;

	private long urgentAt;

	PushPull(NodeContext context, MemberTable table, Streams streams, LocalState localState, AliveGate gate,
			Delegation delegation) {
		this.context = context;
		this.table = table;
		this.streams = streams;
		this.localState = localState;
		this.gate = gate;
		this.delegation = delegation;
	}

	void start() {
		long interval = this.context.config().pushPull().interval().toNanos();
		if (interval > 0) {
			this.context.stalls().after(this.context.runtime().random().nextLong(interval), this::tick);
		}
	}

	/** Exchanges the state with a random member at once, but at most once a second. */
	void now() {
		long now = this.context.now();
		if (this.urgentAt == 0 || now - this.urgentAt > 1_000_000_000L) {
			this.urgentAt = now;
			exchangeWithRandomMember();
		}
	}

	/**
	 * Exchanges the state once more a short while after a join. If many members join at
	 * the same time, each knows few others yet and drops a rumour early; what they missed
	 * would have to wait for the next periodic exchange.
	 */
	void afterJoin() {
		long delay = AFTER_JOIN_NANOS + this.context.runtime().random().nextLong(AFTER_JOIN_NANOS);
		this.context.stalls().after(delay, this::exchangeWithRandomMember);
	}

	/** Exchanges the state with a node. */
	void exchange(InetSocketAddress with, boolean join, Outcome outcome) {
		long start = this.context.now();
		this.localState.collect(join, (state) -> this.streams.exchange(with, state,
				this.context.config().transport().tcpTimeout(), new Streams.ReplyHandler() {

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
	 * @param remote the state of that node
	 * @param answer receives the reply to send
	 * @param refused called instead when too many exchanges run at the same time
	 */
	void respond(Message.PushPull remote, Consumer<Message.PushPull> answer, Runnable refused) {
		if (this.inbound >= MAX_INBOUND) {
			this.context.metrics().increment(TransportDrop.STREAM_LIMIT);
			refused.run();
			return;
		}
		this.inbound++;
		this.localState.collect(remote.join(), (state) -> {
			this.inbound--;
			answer.accept(state);
			merge(remote, remote.join(), new Outcome() {

				@Override
				public void succeeded(Merged merged) {
					PushPull.this.context.metrics().pushPullSucceeded(PushPull.this.context.now());
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
		long interval = Formulas.pushPullInterval(this.context.config().pushPull().interval().toNanos(),
				this.table.clusterSize());
		this.context.stalls().after(interval, this::tick);
		exchangeWithRandomMember();
	}

	private void exchangeWithRandomMember() {
		List<NodeRecord> chosen = this.table.random(1,
				(node) -> node.status == MemberStatus.ALIVE && !this.context.isSelf(node.name));
		if (chosen.isEmpty()) {
			return;
		}
		NodeRecord node = chosen.get(0);
		exchange(node.address, false, new Outcome() {

			@Override
			public void succeeded(Merged merged) {
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
			public void succeeded(Merged merged) {
				PushPull.this.context.metrics().increment(Counter.PUSH_PULLS);
				PushPull.this.context.metrics().pushPullSucceeded(PushPull.this.context.now());
				PushPull.this.delegation.reportPushPull(Duration.ofNanos(PushPull.this.context.now() - start), true);
				outcome.succeeded(merged);
			}

			@Override
			public void failed(IOException cause) {
				PushPull.this.context.metrics().increment(Counter.PUSH_PULLS_FAILED);
				PushPull.this.delegation.reportPushPull(Duration.ofNanos(PushPull.this.context.now() - start), false);
				outcome.failed(cause);
			}

		};
	}

	private void merge(Message.PushPull remote, boolean join, Outcome outcome) {
		String problem = VersionRules.incompatibility(remote.nodes(), this.table.all());
		if (problem != null) {
			this.context.metrics().increment(WireDrop.VERSION_INVALID);
			outcome.failed(new IOException(problem));
			return;
		}
		if (!join) {
			apply(remote, false, outcome);
			return;
		}
		this.delegation.askMerge(() -> membersOf(remote.nodes()), (veto) -> {
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
		boolean news = false;
		boolean onlySelf = true;
		for (Message.NodeState node : remote.nodes()) {
			boolean present = node.state() < MemberStatus.FAILED.ordinal();
			NodeRecord known = this.table.get(node.name());
			boolean presentHere = known != null && known.status.isPresent();
			disagreement |= known != null && presentHere != present;
			news |= present && !presentHere;
			onlySelf &= !present || isSelf(node, known);
			this.gate.merge(node);
		}
		if (remote.userState().length > 0) {
			this.delegation.mergeUserState(remote.userState(), join);
		}
		outcome.succeeded(new Merged(disagreement, news, onlySelf));
	}

	private boolean isSelf(Message.NodeState node, @Nullable NodeRecord self) {
		return self != null && this.context.isSelf(node.name()) && node.incarnation() == self.incarnation
				&& self.address.equals(AddressRules.ofWire(node.addr(), node.port()));
	}

	private List<Member> membersOf(List<Message.NodeState> nodes) {
		List<Member> members = new ArrayList<>(nodes.size());
		for (Message.NodeState node : nodes) {
			InetSocketAddress address = AddressRules.ofWire(node.addr(), (node.port() == 0) ? 1 : node.port());
			if (address != null && node.state() >= 0 && node.state() < MemberStatus.values().length) {
				members.add(new Member(node.name(), address, MemberStatus.values()[node.state()],
						WireBytes.orEmpty(node.meta()), node.incarnation(), VersionRules.versions(node.vsn()),
						this.context.runtime().wallClock()));
			}
		}
		return members;
	}

}
