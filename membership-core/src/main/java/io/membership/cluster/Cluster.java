package io.membership.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.membership.ConfigException;
import io.membership.Subscription;
import io.membership.cluster.channel.ReplicatedState;
import io.membership.cluster.channel.StateChannel;
import io.membership.cluster.channel.StateChannelConfig;
import io.membership.cluster.coordinate.Coordinate;
import io.membership.cluster.keys.ClusterKeys;
import io.membership.cluster.keys.KeyManager;
import io.membership.gossip.JoinResult;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.runtime.LoopCalls;
import io.membership.runtime.NodeRuntime;
import io.membership.runtime.TransportFactory;
import org.jspecify.annotations.Nullable;

/**
 * A member of a cluster that speaks Serf's protocol. Members have tags; they leave or
 * fail, and the cluster remembers them for a while. User events are ordered by a Lamport
 * clock, queries are answered directly to the sender, and encryption keys can change at
 * run time. A member also keeps network coordinates, and a snapshot from which it rejoins
 * after a restart. Wire-compatible with Serf agents.
 * <p>
 * Every method may be called from any thread. Methods that return a future never block
 * and report failures through it, with an {@link IllegalStateException} if this member is
 * not running. They throw only for illegal arguments. A cluster that was shut down cannot
 * be started again.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Cluster implements AutoCloseable {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final ClusterConfig config;

	private final ClusterCore core;

	private final Memberlist memberlist;

	private final KeyManager keys;

	private final AtomicBoolean closing = new AtomicBoolean();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private Cluster(ClusterConfig config, ClusterCore core, Memberlist memberlist) {
		this.config = config;
		this.core = core;
		this.memberlist = memberlist;
		this.keys = new ClusterKeys(new KeyRounds(this::query), this::presentNames, this::isGoneForGood);
	}

	/**
	 * Creates a member without starting it. A listener that {@linkplain #subscribe
	 * subscribes} before the start receives every event.
	 * @param config the settings
	 * @param transports creates the transport
	 * @return the member
	 * @throws ConfigException if a setting is invalid
	 */
	public static Cluster create(ClusterConfig config, TransportFactory transports) {
		return create(config, GossipHooks.none(), transports);
	}

	/**
	 * Creates a member with hooks into the gossip layer, without starting it.
	 * @param config the settings
	 * @param hooks the hooks, called off the event loop
	 * @param transports creates the transport
	 * @return the member
	 * @throws ConfigException if a setting is invalid
	 */
	public static Cluster create(ClusterConfig config, GossipHooks hooks, TransportFactory transports) {
		config.check();
		ClusterCore core = new ClusterCore(config, hooks);
		MemberlistConfig gossip = config.memberlist()
			.withMetadata(ClusterConfig.encodeTags(config.tags(), config.protocolVersion()))
			.withVersions((versions) -> versions.withDelegateMin(ClusterConfig.PROTOCOL_MIN)
				.withDelegateMax(ClusterConfig.PROTOCOL_MAX)
				.withDelegateCurrent(config.protocolVersion()));
		Memberlist memberlist = Memberlist.create(gossip, core, transports);
		core.memberlist(memberlist);
		return new Cluster(config, core, memberlist);
	}

	/**
	 * Binds the sockets and starts the protocol. If a snapshot of an earlier run exists,
	 * reads it first and joins its members in the background.
	 * @throws IOException if the address or port cannot be bound, or the snapshot file
	 * cannot be read
	 */
	public void start() throws IOException {
		this.core.start();
	}

	/**
	 * Joins the cluster through known addresses.
	 * @param addresses the addresses, in the formats that {@link Memberlist#join} accepts
	 * @param ignoreOld whether to ignore user events from before the join
	 * @return the number of members reached, and the failures; fails with an
	 * {@link IllegalStateException} once this member has begun to leave
	 */
	public CompletableFuture<JoinResult> join(Collection<String> addresses, boolean ignoreOld) {
		return onParts((parts) -> parts.arrivals().join(addresses, ignoreOld));
	}

	/**
	 * Returns all known members, including left and failed ones that are still
	 * remembered.
	 * @return a snapshot, sorted by name
	 */
	public List<ClusterMember> members() {
		return this.core.standing().view().sorted().stream().map(this::seenByGossip).toList();
	}

	/**
	 * Looks up a member.
	 * @param name its name
	 * @return the member, or empty if it is unknown
	 */
	public Optional<ClusterMember> member(String name) {
		return Optional.ofNullable(this.core.standing().view().get(name)).map(this::seenByGossip);
	}

	/**
	 * Replaces the tags of this member and announces them.
	 * @param tags all tags, up to 512 bytes when encoded
	 * @return completes when the change is queued for gossip
	 * @throws ConfigException if they are too large
	 */
	public CompletableFuture<Void> tags(Map<String, String> tags) {
		return onParts((parts) -> {
			if (!this.core.isRunning()) {
				return CompletableFuture.failedFuture(calls().notRunning());
			}
			return calls().follow(parts.tags().change(tags));
		});
	}

	/**
	 * Sends a user event to the whole cluster, this member included.
	 * @param name its name
	 * @param payload its payload; name and payload together must not exceed the
	 * configured limit
	 * @param coalesce whether receivers may deliver only the latest event of that name
	 * @return completes when it is queued for gossip
	 * @throws IllegalArgumentException if it is too large
	 */
	public CompletableFuture<@Nullable Void> publish(String name, byte[] payload, boolean coalesce) {
		UserEvents.checkSize(this.config, name, payload);
		byte[] copy = payload.clone();
		return call((parts, result) -> {
			parts.events().send(name, copy, coalesce);
			result.complete(null);
		});
	}

	/**
	 * Leaves the cluster: announces an intent first, so other members do not mistake the
	 * leave for a failure, and then leaves the gossip layer. The member keeps answering
	 * until {@link #shutdown()}.
	 * @return completes when the member has left, immediately if it already has; a
	 * time-out of the announcement is not a failure. Fails with an
	 * {@link IllegalStateException} while another leave is in progress
	 */
	public CompletableFuture<@Nullable Void> leave() {
		return onParts((parts) -> parts.departures().leave());
	}

	/**
	 * Declares a failed member left, so no member tries to reconnect to it. A member that
	 * is alive refutes this.
	 * @param name its name
	 * @param prune whether all members also forget it at once
	 * @return completes when the intent has been gossiped; fails with a
	 * {@link TimeoutException} after the broadcast time-out, and with an
	 * {@link IllegalArgumentException} for this member itself
	 */
	public CompletableFuture<@Nullable Void> forceLeave(String name, boolean prune) {
		return onParts((parts) -> this.core.isRunning() ? parts.departures().force(name, prune)
				: CompletableFuture.failedFuture(calls().notRunning()));
	}

	/**
	 * Forgets a failed or left member at once, on this member only.
	 * @param name its name
	 * @return whether a member was forgotten
	 */
	public CompletableFuture<Boolean> forget(String name) {
		return call((parts, result) -> result.complete(parts.members().forgetGone(name)));
	}

	/**
	 * Returns the network coordinate of a member: this member's own, or the latest one
	 * received from another.
	 * @param name name of the member
	 * @return the coordinate, or empty if it is unknown
	 */
	public Optional<Coordinate> coordinate(String name) {
		ClusterParts parts = this.core.parts();
		Coordinates coordinates = (parts != null) ? parts.coordinates() : null;
		return Optional.ofNullable((coordinates != null) ? coordinates.of(name) : null);
	}

	/**
	 * Sends a query to the cluster, this member included if it matches the filters.
	 * @param request the query and its filters
	 * @param listener receives acks and answers; not called if this member is not running
	 * @return the query; its futures fail with an {@link IllegalStateException} if this
	 * member is not running
	 */
	public PendingQuery query(QueryRequest request, QueryListener listener) {
		ClusterParts parts = this.core.parts();
		return (parts != null && this.core.isRunning()) ? parts.queries().ask(request, listener)
				: new RefusedQuery(calls().notRunning());
	}

	/**
	 * Returns the default time-out of queries, which grows with the cluster.
	 * @return gossip interval times multiplier times ceil(log10(members + 1))
	 */
	public Duration defaultQueryTimeout() {
		return QueryTimeout.of(this.config, this.memberlist);
	}

	/**
	 * Adds a listener. It receives all later events, on another thread and one at a time.
	 * Each listener has a bounded mailbox, so a slow one does not delay the others. When
	 * the mailbox is full, user events and queries are dropped and counted, and events of
	 * one member are merged into their net effect.
	 * @param listener receives the events
	 * @return ends the subscription
	 * @see ClusterMetrics#listeners()
	 */
	public Subscription subscribe(ClusterListener listener) {
		return subscribe(listener, false);
	}

	/**
	 * Adds a listener whose events are collected until {@link Subscription#resume()}.
	 * @param listener receives the events, as for {@link #subscribe}
	 * @return resumes and ends the subscription
	 */
	public Subscription subscribePaused(ClusterListener listener) {
		return subscribe(listener, true);
	}

	/**
	 * Returns the manager of the encryption keys of the whole cluster.
	 * @return the manager
	 */
	public KeyManager keys() {
		return this.keys;
	}

	/**
	 * Returns the lifecycle state of this member.
	 * @return the state
	 */
	public ClusterState state() {
		return this.core.standing().lifecycle().state();
	}

	/**
	 * Returns the current tags of this member, without the tag that the cluster itself
	 * adds ({@link StateChannel#TAG}).
	 * @return all tags, sorted by name
	 */
	public Map<String, String> tags() {
		return this.core.standing().tags().get();
	}

	/**
	 * Opens a channel on which members that run this library share a state. When the
	 * first channel opens, this member announces its support by the tag
	 * {@value StateChannel#TAG}.
	 * @param settings name and settings; must be the same on every member
	 * @param state this member's copy of the state
	 * @return the channel
	 * @throws IllegalStateException if this member is not running, speaks a protocol
	 * without tags, or already has an open channel of that name
	 * @throws ConfigException if there is no room for the tag
	 */
	public StateChannel channel(StateChannelConfig settings, ReplicatedState state) {
		return requireRunning().channels().open(settings, state);
	}

	/**
	 * Returns the event loop, the clock and the randomness of this member, for layers
	 * built on it.
	 * @return the runtime
	 * @throws IllegalStateException if this member was not started
	 */
	public NodeRuntime runtime() {
		ClusterParts parts = this.core.parts();
		if (parts == null) {
			throw new IllegalStateException("Member '" + this.config.memberlist().name() + "' was not started");
		}
		return parts.context().runtime();
	}

	/**
	 * Returns the counters and gauges of this member.
	 * @return a live view of the metrics
	 */
	public ClusterMetrics metrics() {
		return this.core.metrics();
	}

	/**
	 * Returns the settings.
	 * @return the configuration
	 */
	public ClusterConfig config() {
		return this.config;
	}

	/**
	 * Returns the gossip layer below.
	 * @return the member of the gossip cluster
	 */
	public Memberlist memberlist() {
		return this.memberlist;
	}

	/**
	 * Stops this member without announcing a leave. First writes pending changes to the
	 * snapshot, which may take a quarter of a second. Idempotent.
	 * @return completes when the sockets are closed
	 */
	public CompletableFuture<Void> shutdown() {
		if (this.closing.compareAndSet(false, true)) {
			this.core.stop().thenCompose((drained) -> this.memberlist.shutdown()).whenComplete((ok, failure) -> {
				calls().close();
				this.closed.complete(null);
			});
		}
		return this.closed;
	}

	/**
	 * Registers an action to run after this member has been shut down, for layers built
	 * on it.
	 * @param action the action; must not block
	 */
	public void whenShutDown(Runnable action) {
		this.closed.thenRun(action);
	}

	/** Calls {@link #shutdown()} and waits for it to complete. */
	@Override
	public void close() {
		shutdown().orTimeout(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
	}

	/** Calls the parts; the future fails if the member was not started. */
	private <T extends @Nullable Object> CompletableFuture<T> onParts(
			Function<ClusterParts, CompletableFuture<T>> operation) {
		ClusterParts parts = this.core.parts();
		return (parts != null) ? operation.apply(parts) : CompletableFuture.failedFuture(calls().notRunning());
	}

	/** Runs a call on the event loop; the future fails if the member is not running. */
	private <T extends @Nullable Object> CompletableFuture<T> call(BiConsumer<ClusterParts, LoopCalls.Result<T>> work) {
		return onParts((parts) -> this.core.isRunning() ? calls().call((result) -> work.accept(parts, result))
				: CompletableFuture.failedFuture(calls().notRunning()));
	}

	private Subscription subscribe(ClusterListener listener, boolean paused) {
		return this.core.standing().subscribers().add(listener.getClass().getName(), listener::clusterEvent, paused);
	}

	private LoopCalls calls() {
		return this.core.standing().calls();
	}

	private ClusterParts requireRunning() {
		ClusterParts parts = this.core.parts();
		if (parts == null || !this.core.isRunning()) {
			throw calls().notRunning();
		}
		return parts;
	}

	/**
	 * Ignores suspicions, which belong to the gossip layer: Serf has no status for them.
	 */
	private ClusterMember seenByGossip(ClusterMember member) {
		return this.memberlist.member(member.name()).map(member::seenAs).orElse(member);
	}

	private boolean isGoneForGood(String name) {
		ClusterMember member = this.core.standing().view().get(name);
		return member == null || member.state() == MemberState.LEFT;
	}

	private Set<String> presentNames() {
		Set<String> names = new LinkedHashSet<>();
		this.memberlist.members().forEach((member) -> names.add(member.name()));
		return names;
	}

}
