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
 * Runs programs when something happens in the cluster, as the {@code serf} agent does:
 * with {@code SERF_EVENT}, {@code SERF_SELF_NAME}, {@code SERF_SELF_ROLE},
 * {@code SERF_TAG_*}, {@code SERF_USER_EVENT}, {@code SERF_USER_LTIME},
 * {@code SERF_QUERY_NAME} and {@code SERF_QUERY_LTIME} in the environment; the members,
 * one a line, or the payload on standard input; and the standard output of a successful
 * run as the answer to a query.
 * <p>
 * Other than in Serf a program is run without a shell unless
 * {@linkplain EventHandlerSettings#shell() wanted}; it is killed after a time-out, with
 * everything that it started and that is still below it; different handlers run at the
 * same time, so that a slow one delays only itself; standard error is no part of an
 * answer; and an answer is never cut. The programs inherit the environment and the
 * working directory of this process.
 * <p>
 * Threads of its own run the programs; a call of {@link #clusterEvent} never blocks.
 * Thread-safe.
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
	 * @param selfTags the present tags of this member
	 * @param specs which programs are run for which events
	 * @param settings how they are run
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
	 * Runs programs for what happens in a cluster from now on, until {@link #close}.
	 * @param cluster the member of the cluster, started or not
	 * @param specs which programs are run for which events
	 * @param settings how they are run
	 * @return the handlers, to be closed before the cluster
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
	 * What {@code serf info} shows as {@code event_handlers}.
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
	 * Runs nothing any more: what waits is forgotten, and programs that run are killed.
	 * Does not wait for their end. Idempotent.
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
