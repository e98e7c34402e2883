package io.membership.cluster;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.membership.gossip.Delegates;
import io.membership.gossip.Member;
import io.membership.gossip.MemberEvent;
import io.membership.gossip.Memberlist;
import io.membership.gossip.ProtocolLayer;
import io.membership.gossip.UserDelegate;
import io.membership.runtime.LimitedExecutor;
import io.membership.runtime.LoopCalls;
import io.membership.runtime.Mailbox;
import io.membership.runtime.MailboxFigures;
import io.membership.runtime.NodeRuntime;
import io.membership.runtime.Subscribers;
import org.jspecify.annotations.Nullable;

/**
 * Runs Serf's protocol as a layer on gossip: starts and stops the parts, and forwards
 * gossip's callbacks to them.
 */
final class ClusterCore implements ProtocolLayer {

	private final ClusterConfig config;

	/**
	 * Number of listeners that can block at the same time without delaying others.
	 */
	private static final int LISTENER_THREADS = 8;

	private static final int COMPLETION_THREADS = 4;

	private final GossipHooks hooks;

	private final ClusterMetrics metrics;

	private final Standing standing;

	private @Nullable Memberlist memberlist;

	/** Set once the sockets are bound. */
	private volatile @Nullable ClusterParts parts;

	ClusterCore(ClusterConfig config, GossipHooks hooks) {
		this.config = config;
		this.hooks = hooks;
		ClusterView view = new ClusterView();
		this.metrics = new ClusterMetrics(view::count);
		Subscribers<ClusterEvent> subscribers = new Subscribers<>(Mailbox.Limits.of(config.events().queueCapacity()),
				new EventRule(), this.metrics.listeners(), (work) -> running().listeners().execute(work),
				() -> running().context().now());
		this.standing = new Standing(new Lifecycle(), new OwnTags(config.tags()), view, subscribers,
				new ClusterSnapshot(config.snapshot().path(), config.snapshot().rejoinAfterLeave()),
				new LoopCalls("Member '" + config.memberlist().name() + "' is not running"));
	}

	/** Sets the gossip layer below, before the start. */
	void memberlist(Memberlist created) {
		this.memberlist = created;
	}

	/** Starts the member. Blocks. */
	void start() throws IOException {
		this.standing.snapshot().read();
		memberlist().start();
	}

	/** Returns whether the member has been started and not shut down. */
	boolean isRunning() {
		return this.parts != null && memberlist().isRunning()
				&& this.standing.lifecycle().state() != ClusterState.SHUTDOWN;
	}

	/**
	 * Stops this layer in any state.
	 * @return completes when the gossip layer may be shut down
	 */
	CompletableFuture<Void> stop() {
		ClusterState before = this.standing.lifecycle().end();
		ClusterParts present = this.parts;
		if (before == ClusterState.NEW || present == null) {
			return CompletableFuture.completedFuture(null);
		}
		return present.shutdown().begin();
	}

	Standing standing() {
		return this.standing;
	}

	ClusterMetrics metrics() {
		return this.metrics;
	}

	/** Returns the parts, or {@code null} before the sockets are bound. */
	@Nullable ClusterParts parts() {
		return this.parts;
	}

	// called by gossip

	@Override
	public Delegates delegates() {
		return Delegates.none()
			.withEvents(this::memberEvent)
			.withUser(new Messages())
			.withConflict((existing, other) -> running().conflicts().conflict(existing, other))
			.withPing((member, roundTrip, payload) -> {
				Coordinates coordinates = running().coordinates();
				if (coordinates != null) {
					coordinates.pinged(member, roundTrip, payload);
				}
			})
			.withMerge(this.hooks.merge())
			.withAlive(this.hooks.alive())
			.withObserver(this.hooks.observer());
	}

	@Override
	public MailboxFigures listeners() {
		return this.metrics.listeners();
	}

	@Override
	public void bound(NodeRuntime runtime, Context context) {
		this.parts = new ClusterParts(new ClusterContext(this.config, runtime, this.metrics), context,
				context.memberlist(), this.standing, new LimitedExecutor(runtime.blocking(), LISTENER_THREADS));
		this.standing.calls().open(runtime, new LimitedExecutor(runtime.blocking(), COMPLETION_THREADS));
		this.standing.lifecycle().change(ClusterState.NEW, ClusterState.ALIVE);
	}

	@Override
	public void started() {
		running().start();
	}

	@Override
	public void joining() {
		running().arrivals().joining();
	}

	@Override
	public void joined(int reached) {
		running().arrivals().joined(reached);
	}

	private void memberEvent(MemberEvent event) {
		Member member = event.member();
		switch (event.type()) {
			case JOINED -> running().members().joined(member);
			case UPDATED -> running().members().updated(member);
			case LEFT, FAILED -> running().members().gone(member);
			case SUSPECTED, RECOVERED -> running().members().suspicion(member);
		}
	}

	private ClusterParts running() {
		return Objects.requireNonNull(this.parts, "not started");
	}

	private Memberlist memberlist() {
		return Objects.requireNonNull(this.memberlist, "not created");
	}

	/** Receives messages and states that other members send through gossip. */
	private final class Messages implements UserDelegate {

		@Override
		public void message(byte[] message) {
			running().inbox().receive(message);
		}

		@Override
		public byte[] localState(boolean join) {
			return running().exchange().local();
		}

		@Override
		public void mergeRemoteState(byte[] remote, boolean join) {
			running().exchange().merge(remote, join);
			running().clocks().show(ClusterCore.this.metrics);
		}

	}

}
