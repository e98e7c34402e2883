package io.membership.benchmarks.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.MemberlistMetrics;
import io.membership.netty.NettyTransportFactory;
import org.jspecify.annotations.Nullable;

/**
 * All members, which share the event loops of one factory, and the state observed in
 * them.
 */
final class BenchmarkCluster {

	private static final Duration LONGEST_CONVERGENCE = Duration.ofMinutes(4);

	private final ClusterOptions options;

	private final NettyTransportFactory factory;

	private final CountingTransports transports;

	private final List<BenchmarkMember> members = new ArrayList<>();

	/** Number of members known to each member. */
	private final AtomicIntegerArray known;

	private final AtomicLong pairs = new AtomicLong();

	private final AtomicInteger complete = new AtomicInteger();

	private final CountDownLatch converged = new CountDownLatch(1);

	private final AtomicInteger falsePositives = new AtomicInteger();

	/** Members that were stopped on purpose. */
	private final Set<String> stopped = ConcurrentHashMap.newKeySet();

	private volatile long joinStart;

	private volatile double pairs99Millis = -1;

	private volatile double convergedMillis = -1;

	private volatile @Nullable Watch departure;

	private volatile @Nullable Watch broadcast;

	private volatile @Nullable Delays delays;

	/** The observed subject: a member by its name, or a broadcast by its number. */
	private record Watch(Object what, Sightings sightings) {
	}

	BenchmarkCluster(ClusterOptions options) {
		this.options = options;
		this.factory = new NettyTransportFactory(options.loops);
		this.transports = new CountingTransports(this.factory);
		this.known = new AtomicIntegerArray(options.n);
	}

	CountingTransports.Traffic traffic() {
		return this.transports.traffic();
	}

	BenchmarkMember member(int index) {
		return this.members.get(index);
	}

	int falsePositives() {
		return this.falsePositives.get();
	}

	/** Adds one metric up over all members. */
	double sum(ToLongFunction<MemberlistMetrics> metric) {
		return (double) this.members.stream()
			.mapToLong((member) -> metric.applyAsLong(member.memberlist().metrics()))
			.sum();
	}

	/** Stops all members at once. */
	void close() {
		this.members.forEach(BenchmarkMember::down);
		this.factory.close();
	}

	int maxQueueDepth() {
		return this.members.stream()
			.mapToInt((member) -> member.memberlist().metrics().userBroadcastQueueDepth())
			.max()
			.orElse(0);
	}

	/** Starts all members, without joining them. */
	void create() throws IOException {
		for (int i = 0; i < this.options.n; i++) {
			String name = String.format(Locale.ROOT, "node-%04d", i);
			MemberlistConfig config = preset(name)
				.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()).withBindPort(0));
			BenchmarkMember member = new BenchmarkMember(this, i, config, this.transports);
			this.members.add(member);
			member.memberlist().start();
		}
	}

	private MemberlistConfig preset(String name) {
		return switch (this.options.config) {
			case "lan" -> MemberlistConfig.lan(name);
			case "local" -> MemberlistConfig.local(name);
			default -> throw new IllegalArgumentException("Unknown preset: " + this.options.config);
		};
	}

	/**
	 * Joins all members to the first one, as fast as possible.
	 * @return whether every member knows every other in the end
	 */
	boolean join() throws InterruptedException {
		List<String> seed = List.of("127.0.0.1:" + member(0).memberlist().localMember().address().getPort());
		Semaphore permits = new Semaphore(this.options.joinPar);
		this.joinStart = System.nanoTime();
		for (int i = 1; i < this.options.n; i++) {
			permits.acquire();
			TimeUnit.MILLISECONDS.sleep(this.options.joinGapMillis);
			member(i).memberlist().join(seed).whenComplete((result, failure) -> permits.release());
		}
		return this.converged.await(LONGEST_CONVERGENCE.toSeconds(), TimeUnit.SECONDS);
	}

	double convergedMillis() {
		return this.convergedMillis;
	}

	double pairs99Millis() {
		return this.pairs99Millis;
	}

	int completeMembers() {
		return this.complete.get();
	}

	/** Observes the members' notices that a member is gone. */
	Sightings watchDeparture(int index, int observers) {
		Sightings sightings = new Sightings(this.options.n, observers);
		String name = member(index).name();
		this.stopped.add(name);
		this.departure = new Watch(name, sightings);
		return sightings;
	}

	/** Observes the arrivals of a broadcast. */
	Sightings watchBroadcast(long id) {
		Sightings sightings = new Sightings(this.options.n, this.options.n - 1);
		this.broadcast = new Watch(id, sightings);
		return sightings;
	}

	/** Records the delays of all broadcasts. */
	void watchDelays(@Nullable Delays watched) {
		this.delays = watched;
	}

	// what the members report

	void joined(int observer) {
		long members = this.options.n;
		if (this.pairs.incrementAndGet() == (long) (0.99 * members * members)) {
			this.pairs99Millis = (System.nanoTime() - this.joinStart) / 1e6;
		}
		if (this.known.incrementAndGet(observer) == members && this.complete.incrementAndGet() == members) {
			this.convergedMillis = (System.nanoTime() - this.joinStart) / 1e6;
			this.converged.countDown();
		}
	}

	void gone(int observer, String name) {
		if (this.known.getAndDecrement(observer) == this.options.n) {
			this.complete.decrementAndGet();
		}
		Watch watch = this.departure;
		if (!this.stopped.contains(name)) {
			this.falsePositives.incrementAndGet();
		}
		else if (watch != null && watch.what().equals(name) && !member(observer).name().equals(name)) {
			watch.sightings().seenBy(observer);
		}
	}

	void received(int observer, long id) {
		Watch watch = this.broadcast;
		if (watch != null && watch.what().equals(id)) {
			watch.sightings().seenBy(observer);
		}
		Delays watched = this.delays;
		if (watched != null) {
			watched.received(id);
		}
	}

}
