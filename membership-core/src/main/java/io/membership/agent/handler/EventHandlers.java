package io.membership.agent.handler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.membership.Subscription;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ClusterListener;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs on events of the cluster, as the {@code serf} agent does: with {@code
 * SERF_EVENT}, {@code SERF_SELF_NAME}, {@code SERF_SELF_ROLE}, {@code SERF_TAG_*}, {@code
 * SERF_USER_EVENT}, {@code SERF_USER_LTIME}, {@code SERF_QUERY_NAME} and {@code
 * SERF_QUERY_LTIME} in the environment; the members, one a line, or the payload on
 * standard input; and the standard output of a successful run as the answer to a query.
 * <p>
 * Unlike Serf, programs run without a shell unless
 * {@linkplain EventHandlerSettings#shell() configured}; a time-out kills a program
 * together with its descendants; different handlers run at the same time, so a slow one
 * delays only itself; standard error is not part of an answer; and answers are never
 * truncated. Programs inherit the environment and the working directory of this process.
 * <p>
 * Separate threads run the programs; {@link #clusterEvent} never blocks. Thread-safe.
 */
public final class EventHandlers implements ClusterListener, AutoCloseable {

	private static final AtomicInteger threadNumber = new AtomicInteger();

	private final String selfName;

	private final Supplier<Map<String, String>> selfTags;

	private final List<Handler> handlers;

	private final ExecutorService threads;

	private volatile @Nullable Subscription subscription;

	/**
	 * Prepares handlers, which run when {@link #clusterEvent} is called.
	 * @param selfName name of this member
	 * @param selfTags supplies the current tags of this member
	 * @param specs the programs and their events
	 * @param settings settings for running them
	 * @throws IllegalArgumentException if a command line cannot be split into a program
	 * and its arguments; the message names it
	 */
	public EventHandlers(String selfName, Supplier<Map<String, String>> selfTags, List<EventHandlerSpec> specs,
			EventHandlerSettings settings) {
		this.selfName = selfName;
		this.selfTags = selfTags;
		this.threads = threads(settings.concurrency());
		this.handlers = specs.stream().map((spec) -> new Handler(spec, settings, this.threads)).toList();
	}

	/**
	 * Runs programs for the events of a cluster until {@link #close}.
	 * @param cluster the member of the cluster, started or not
	 * @param specs the programs and their events
	 * @param settings settings for running them
	 * @return the handlers; close them before the cluster
	 * @throws IllegalArgumentException if a command line cannot be split into a program
	 * and its arguments; the message names it
	 */
	public static EventHandlers attach(Cluster cluster, List<EventHandlerSpec> specs, EventHandlerSettings settings) {
		EventHandlers handlers = new EventHandlers(cluster.config().memberlist().name(), cluster::tags, specs,
				settings);
		handlers.subscription = cluster.subscribe(handlers);
		return handlers;
	}

	/**
	 * Returns the handlers as {@code serf info} shows them under {@code event_handlers}.
	 * @return the script by kind of event, {@code TYPE:NAME}; of several scripts for one
	 * kind the last, as in Serf
	 */
	public Map<String, String> descriptions() {
		Map<String, String> descriptions = new LinkedHashMap<>();
		for (Handler handler : this.handlers) {
			handler.spec().filter().terms().forEach((term) -> descriptions.put(term, handler.spec().script()));
		}
		return descriptions;
	}

	@Override
	public void clusterEvent(ClusterEvent event) {
		Invocation invocation = null;
		for (Handler handler : this.handlers) {
			if (handler.spec().filter().matches(event)) {
				if (invocation == null) {
					invocation = Invocation.of(event, this.selfName, this.selfTags.get());
				}
				handler.handle(invocation);
			}
		}
	}

	/**
	 * Stops: drops waiting events and kills running programs, without waiting for their
	 * end. Idempotent.
	 */
	@Override
	public void close() {
		Subscription subscribed = this.subscription;
		if (subscribed != null) {
			subscribed.close();
		}
		this.handlers.forEach(Handler::close);
		this.threads.shutdown();
	}

	private static ExecutorService threads(int count) {
		ThreadPoolExecutor threads = new ThreadPoolExecutor(count, count, 30, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "membership-handler-" + threadNumber.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
		threads.allowCoreThreadTimeOut(true);
		return threads;
	}

}
