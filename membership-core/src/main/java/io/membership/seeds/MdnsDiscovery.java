package io.membership.seeds;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.membership.Addresses;
import io.membership.SafeText;
import io.membership.gossip.SeedProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Members of one network that find each other by multicast DNS, together with Serf's
 * agents that are started with {@code -discover NAME}: the service
 * {@code _serf_NAME._tcp.local.}, one instance for each member.
 * <p>
 * As a {@link SeedProvider} it asks each time it is asked; {@link #announce} lets the
 * others find this member. Any host on the network may answer and be joined, so encrypt a
 * cluster that relies on this. Multicast that does not work is a warning; announcing is
 * then tried again with each question. Thread-safe.
 */
public final class MdnsDiscovery implements SeedProvider, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(MdnsDiscovery.class);

	/** How often {@link #watch} asks: as often as Serf. */
	private static final Duration INTERVAL = Duration.ofSeconds(60);

	/** Saying goodbye to the network must not hold up the end for longer. */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

	/** DNS labels, of which the first stands behind {@code _serf_}. */
	private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9_-]{1,57}(\\.[A-Za-z0-9_-]{1,63})*");

	/** So long that the name of an instance, which is the member's, fits beside it. */
	private static final int MAX_CLUSTER = 128;

	private final String cluster;

	private final @Nullable String interfaceName;

	private final String service;

	private final MdnsLookup lookup;

	private final ScheduledThreadPoolExecutor thread;

	private final Object announcing = new Object();

	private @Nullable Member member;

	private @Nullable MdnsAnnouncement announcement;

	private boolean warned;

	/**
	 * The member to announce.
	 *
	 * @param name name of the member
	 * @param advertised where it is
	 */
	private record Member(String name, InetSocketAddress advertised) {
	}

	/**
	 * Creates it; nothing is sent yet.
	 * @param cluster name under which the members find each other: letters, digits,
	 * dashes and underscores, with dots between words
	 * @param interfaceName network interface to use, such as {@code eth0}; {@code null}
	 * for all that have multicast, but for loopback
	 * @throws IllegalArgumentException if the name of the cluster is invalid
	 */
	public MdnsDiscovery(String cluster, @Nullable String interfaceName) {
		if (cluster.length() > MAX_CLUSTER || !CLUSTER.matcher(cluster).matches()) {
			throw new IllegalArgumentException("'" + SafeText.of(cluster)
					+ "' cannot be discovered; use up to 57 letters, digits, dashes and underscores, or several such "
					+ "words with dots between them");
		}
		this.cluster = cluster;
		this.interfaceName = interfaceName;
		this.service = "_serf_" + cluster + "._tcp.local";
		this.lookup = new MdnsLookup(this.service);
		this.thread = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread created = new Thread(task, "membership-mdns");
			created.setDaemon(true);
			return created;
		});
		this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
	}

	/**
	 * Lets the others find this member, from a few seconds after the call until
	 * {@link #close}. Does not block.
	 * @param name name of this member
	 * @param advertised address that the others reach it at
	 */
	public void announce(String name, InetSocketAddress advertised) {
		synchronized (this.announcing) {
			this.member = new Member(name, advertised);
		}
		onThread(this::announceNow);
	}

	/**
	 * Asks now and every minute, until {@link #close}, for callers that do not use this
	 * as a {@link SeedProvider}.
	 * @param found receives new addresses, without this member's own; an address that
	 * stopped answering counts as new again. Called by one thread; may block
	 */
	public void watch(Consumer<List<String>> found) {
		Set<String> told = new HashSet<>();
		try {
			this.thread.scheduleWithFixedDelay(() -> look(found, told), 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.atDebug().log("Discovery is closed");
		}
	}

	/**
	 * Asks for the members on the network. Blocks for up to a second.
	 * @return the addresses, without this member's own
	 * @throws IOException if multicast does not work
	 */
	@Override
	public List<String> seeds() throws IOException {
		onThread(this::announceNow);
		InetSocketAddress own = own();
		return this.lookup.find(interfaces())
			.stream()
			.filter((each) -> !each.equals(own))
			.map(Addresses::format)
			.toList();
	}

	/**
	 * Tells the others that this member is no longer there, and stops asking. Waits a few
	 * seconds at most. Idempotent.
	 */
	@Override
	public void close() {
		onThread(this::withdraw);
		this.thread.shutdown();
		try {
			if (!this.thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.atDebug().log("Withdrawing the multicast DNS announcement takes long, not waiting for it");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void look(Consumer<List<String>> found, Set<String> told) {
		try {
			List<String> all = seeds();
			List<String> fresh = all.stream().filter((each) -> !told.contains(each)).toList();
			told.retainAll(all);
			if (!fresh.isEmpty()) {
				found.accept(fresh);
				told.addAll(fresh);
			}
		}
		catch (Exception | LinkageError ex) {
			warn("Looking for members by multicast DNS has failed", ex);
		}
	}

	private @Nullable InetSocketAddress own() {
		synchronized (this.announcing) {
			return (this.member != null) ? this.member.advertised() : null;
		}
	}

	/** On the thread. */
	private void announceNow() {
		Member who;
		synchronized (this.announcing) {
			who = this.member;
		}
		if (who == null || this.announcement != null) {
			return;
		}
		try {
			this.announcement = MdnsAnnouncement.start(this.cluster, who.name(), who.advertised(),
					(this.interfaceName != null) ? named(this.interfaceName) : null);
			logger.atInfo()
				.addKeyValue("service", this.service)
				.addKeyValue("address", Addresses.format(who.advertised()))
				.log("Announcing this member by multicast DNS as {}", this.service);
		}
		catch (Exception | LinkageError ex) {
			warn("This member could not be announced by multicast DNS", ex);
		}
	}

	/** On the thread. */
	private void withdraw() {
		MdnsAnnouncement current = this.announcement;
		if (current != null) {
			try {
				current.close();
			}
			catch (IOException ex) {
				logger.atDebug().setCause(ex).log("The multicast DNS announcement could not be withdrawn");
			}
		}
	}

	private void onThread(Runnable task) {
		try {
			this.thread.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.atTrace().log("Discovery is closed");
		}
	}

	/** On the thread. */
	private void warn(String message, Throwable cause) {
		logger.atLevel(this.warned ? Level.DEBUG : Level.WARN)
			.addKeyValue("service", this.service)
			.addKeyValue("error", SafeText.of(String.valueOf(cause.getMessage())))
			.log("{}: {}", message, SafeText.of(String.valueOf(cause.getMessage())));
		this.warned = true;
	}

	private List<NetworkInterface> interfaces() throws IOException {
		if (this.interfaceName != null) {
			return List.of(named(this.interfaceName));
		}
		List<NetworkInterface> usable = new ArrayList<>();
		for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
			if (each.isUp() && each.supportsMulticast() && !each.isLoopback()) {
				usable.add(each);
			}
		}
		return usable;
	}

	private static NetworkInterface named(String name) throws IOException {
		NetworkInterface found;
		try {
			found = NetworkInterface.getByName(name);
		}
		catch (SocketException ex) {
			throw new IOException("no network interface '" + SafeText.of(name) + "'", ex);
		}
		if (found == null) {
			throw new IOException("no network interface '" + SafeText.of(name) + "'");
		}
		return found;
	}

}
