package io.membership.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import io.membership.cluster.Cluster;
import io.membership.cluster.channel.StateChannel;
import io.membership.cluster.channel.StateChannelConfig;
import io.membership.gossip.MemberStatus;
import io.membership.runtime.LimitedExecutor;
import io.membership.runtime.LoopCalls;
import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Service discovery without a server: the {@link #local() services of this member}, the
 * {@link #catalog()} of the whole cluster, and the syncers that bring the first to the
 * second, and optionally to other catalogs.
 * <p>
 * Create it at any time, and start it when the cluster has started. Every method may be
 * called from any thread.
 */
public final class ServiceDiscovery implements AutoCloseable {

	/** Name of the channel that carries the catalog. */
	private static final String CHANNEL = "catalog";

	private static final int HTTP_THREADS = 2;

	/** Parts that exist after the start. Event-loop only. */
	record Parts(NodeRuntime runtime, LocalState local, Checks checks, CatalogReplica replica, StateChannel channel,
			List<StateSyncer> syncers) {
	}

	private final Cluster cluster;

	private final CatalogConfig config;

	private final @Nullable CheckProbe probe;

	private final CatalogMetrics metrics = new CatalogMetrics();

	private final ServiceCatalog catalog = new ServiceCatalog();

	private final LocalServices local = new LocalServices(this);

	private final AtomicReference<@Nullable Parts> parts = new AtomicReference<>();

	private final LoopCalls calls;

	ServiceDiscovery(Cluster cluster, CatalogConfig config, @Nullable CheckProbe probe) {
		this.cluster = cluster;
		this.config = config;
		this.probe = probe;
		this.calls = new LoopCalls("The services of member '" + cluster.config().memberlist().name()
				+ "' are not running; start them first");
	}

	/**
	 * Creates the service discovery of a member.
	 * @param cluster the member
	 * @param config the settings
	 * @return the service discovery, not started yet
	 */
	public static ServiceDiscovery create(Cluster cluster, CatalogConfig config) {
		return new ServiceDiscovery(cluster, config, null);
	}

	/**
	 * Joins the catalog. From now on the member announces its support by a tag (see
	 * {@link StateChannel#TAG}).
	 * @throws IllegalStateException if the cluster was not started, or this was started
	 * before
	 */
	public void start() {
		NodeRuntime runtime = this.cluster.runtime();
		String self = this.cluster.config().memberlist().name();
		BooleanSupplier stalled = () -> this.cluster.memberlist().metrics().stalled();
		CatalogReplica replica = new CatalogReplica(self, runtime, this.config.limits(), this.metrics);
		CatalogView view = new CatalogView(replica, runtime, this.config.preservation(), self, stalled);
		replica.whenChanged(view::changed);
		LocalState local = new LocalState(runtime, this.config.limits());
		List<StateSyncer> syncers = new ArrayList<>();
		addBackend(new GossipCatalogBackend(replica), local, runtime, Runnable::run, syncers);
		for (CatalogBackend backend : this.config.backends()) {
			addBackend(backend, local, runtime, new LimitedExecutor(runtime.blocking(), 1), syncers);
		}
		this.metrics.backends(syncers.size());
		Checks checks = new Checks(local, runtime, (this.probe != null) ? this.probe
				: new SocketCheckProbe(new LimitedExecutor(runtime.blocking(), HTTP_THREADS)), this.metrics);
		// before the channel calls it
		runtime.execute(replica::begin);
		StateChannel channel = this.cluster.channel(
				StateChannelConfig.of(CHANNEL).withExchangeInterval(this.config.exchangeInterval()).withEventLoop(),
				replica);
		this.metrics.attach(runtime::nanoTime, local::outOfSync, view::count, channel.metrics());
		this.catalog.opened(view, runtime, stalled, this.cluster.metrics().listeners());
		this.parts.set(new Parts(runtime, local, checks, replica, channel, List.copyOf(syncers)));
		this.calls.open(runtime, runtime.blocking());
		this.cluster.whenShutDown(this.calls::close);
		runtime.execute(() -> {
			replica.channel(channel);
			syncers.forEach(StateSyncer::start);
		});
	}

	private void addBackend(CatalogBackend backend, LocalState local, NodeRuntime runtime, Executor calls,
			List<StateSyncer> syncers) {
		BackendSync sync = new BackendSync(backend, local, runtime, this.config.sync(), calls);
		StateSyncer syncer = new StateSyncer(backend.name(), this.config.sync(), runtime,
				() -> this.cluster.memberlist().count(MemberStatus.ALIVE), this.metrics, sync);
		local.add(sync, syncer);
		syncers.add(syncer);
	}

	/**
	 * Returns the services of this member.
	 * @return the local services
	 */
	public LocalServices local() {
		return this.local;
	}

	/**
	 * Returns the services of all members.
	 * @return the catalog
	 */
	public ServiceCatalog catalog() {
		return this.catalog;
	}

	/**
	 * Returns the syncers of this member's services: the first for the gossiped catalog,
	 * the others for the configured ones.
	 * @return the syncers; empty before the start
	 */
	public List<StateSyncer> syncers() {
		Parts current = this.parts.get();
		return (current != null) ? current.syncers() : List.of();
	}

	/** {@linkplain StateSyncer#pause() Pauses} all syncers. */
	public void pause() {
		syncers().forEach(StateSyncer::pause);
	}

	/** {@linkplain StateSyncer#resume() Resumes} all syncers. */
	public void resume() {
		syncers().forEach(StateSyncer::resume);
	}

	/**
	 * Returns counters and gauges.
	 * @return live metrics
	 */
	public CatalogMetrics metrics() {
		return this.metrics;
	}

	/**
	 * Leaves the catalog. Registrations of this member stay in the catalogs until the
	 * member leaves or fails; deregister services first to remove them at once. The
	 * catalog can still be read, but does not change any more. Idempotent.
	 */
	@Override
	public void close() {
		Parts current = this.parts.get();
		if (!this.calls.isOpen() || current == null) {
			return;
		}
		this.calls.close();
		current.runtime().execute(() -> {
			current.checks().stop();
			current.syncers().forEach(StateSyncer::stop);
		});
		current.channel().close();
	}

	/** Brings calls to the event loop, from the start to the close. */
	LoopCalls calls() {
		return this.calls;
	}

	@Nullable Parts parts() {
		return this.parts.get();
	}

}
