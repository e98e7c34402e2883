package io.membership.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.runtime.TransportFactory;
import org.jspecify.annotations.Nullable;

/**
 * A real member in the JVM of a test. It keeps its name and its port over restarts. The
 * verbs return when they are done.
 */
public final class TestMember {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final ClusterConfig config;

	private final TransportFactory transports;

	private final Supplier<List<String>> seeds;

	private @Nullable Cluster cluster;

	private int port;

	TestMember(ClusterConfig config, TransportFactory transports, Supplier<List<String>> seeds) {
		this.config = config;
		this.transports = transports;
		this.seeds = seeds;
	}

	/** Starts the member again after it was stopped or has crashed, and joins it. */
	public void restart() {
		if (isRunning()) {
			throw new IllegalStateException(name() + " is running");
		}
		start();
	}

	void start() {
		List<String> others = this.seeds.get();
		Cluster created = Cluster.create(this.config.withMemberlist(
				(gossip) -> gossip.withNetwork((network) -> network.withBindPort(this.port))), this.transports);
		try {
			created.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.cluster = created;
		this.port = address().getPort();
		await(created.join(others, false));
	}

	/** Joins all others again, so that a healed partition is noticed at once. */
	void rejoin() {
		await(cluster().join(this.seeds.get(), false));
	}

	/** Lets the member leave the cluster and end, as a graceful shutdown does. */
	public void stop() {
		await(cluster().leave());
		crash();
	}

	/** Ends the member without a word to the others. */
	public void crash() {
		await(cluster().shutdown());
		this.cluster = null;
	}

	/**
	 * Replaces the tags of the member.
	 * @param tags all tags
	 */
	public void setTags(Map<String, String> tags) {
		await(cluster().tags(tags));
	}

	/**
	 * Sends a user event to the cluster.
	 * @param event name of the event
	 * @param payload its payload, sent in UTF-8
	 */
	public void sendEvent(String event, String payload) {
		await(cluster().publish(event, payload.getBytes(StandardCharsets.UTF_8), false));
	}

	/**
	 * Returns the name of the member.
	 * @return the name
	 */
	public String name() {
		return this.config.memberlist().name();
	}

	/**
	 * Returns whether the member runs.
	 * @return {@code false} after it was stopped or has crashed
	 */
	public boolean isRunning() {
		return this.cluster != null;
	}

	/**
	 * Returns the member itself, for everything that has no verb here. After a restart it
	 * is another one.
	 * @return the cluster as this member sees it
	 * @throws IllegalStateException if the member does not run
	 */
	public Cluster cluster() {
		if (this.cluster == null) {
			throw new IllegalStateException(name() + " is not running");
		}
		return this.cluster;
	}

	InetSocketAddress address() {
		return cluster().memberlist().localMember().address();
	}

	private <T extends @Nullable Object> void await(CompletableFuture<T> call) {
		try {
			call.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while " + name() + " was busy", ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(name() + " has failed", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException(name() + " did not finish within " + LIMIT, ex);
		}
	}

	@Override
	public String toString() {
		return name();
	}

}
