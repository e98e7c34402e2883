package io.membership.test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.membership.Keyring;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberState;
import io.membership.spring.autoconfigure.Own;
import io.membership.spring.event.MemberFailedEvent;
import io.membership.spring.event.MemberLeftEvent;
import io.membership.spring.event.MemberReapedEvent;
import io.membership.spring.event.MembershipEvent;
import io.membership.spring.lifecycle.MembershipTransportLifecycle;
import org.awaitility.Awaitility;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * The cluster of a test with {@link AutoConfigureMembership}: the application's own
 * member, and further real members on the loopback address. <pre>{@code
 * cluster.member("member-1").crash();
 * cluster.awaitAgreement();
 * }</pre>
 * <p>
 * Used by the thread of the test.
 */
public final class TestCluster implements SmartLifecycle {

	private static final Duration AGREEMENT = Duration.ofSeconds(30);

	private static final Duration POLL = Duration.ofMillis(10);

	private final ObjectProvider<Own<Cluster>> application;

	private final SeparableTransports transports;

	private final ClusterEvents events;

	private final ConfigurableApplicationContext context;

	private final ApplicationListener<ApplicationEvent> recorder;

	private final int count;

	private final Map<String, TestMember> members = new LinkedHashMap<>();

	private boolean running;

	TestCluster(int members, ObjectProvider<Own<Cluster>> application, SeparableTransports transports,
			ClusterEvents events, ConfigurableApplicationContext context) {
		this.count = members;
		this.context = context;
		this.recorder = new Recorder(events);
		this.application = application;
		this.transports = transports;
		this.events = events;
	}

	/** Starts the members and joins them to the application's member. */
	@Override
	public void start() {
		// as the last listener, so that those of the application have run
		this.context.addApplicationListener(this.recorder);
		ClusterConfig config = application().config();
		for (int number = 1; number <= this.count; number++) {
			TestMember member = new TestMember(settings("member-" + number, config), this.transports, this::seeds);
			member.start();
			this.members.put(member.name(), member);
		}
		this.running = true;
	}

	/** The settings of the application's member, but for what belongs to it alone. */
	private static ClusterConfig settings(String name, ClusterConfig config) {
		Keyring keys = config.memberlist().encryption().keyring();
		Keyring copy = keys.isEmpty() ? Keyring.empty() : Keyring.of(keys.keys());
		return config
			.withMemberlist((gossip) -> gossip.withName(name)
				.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress())
					.withAdvertiseAddress(null)
					.withAdvertisePort(0))
				.withEncryption((encryption) -> encryption.withKeyring(copy))
				.withSeeds((seeds) -> seeds.withAddresses(List.of()).withProvider(null)))
			.withTags(Map.of())
			.withSnapshot((snapshot) -> snapshot.withPath(null))
			.withKeyringFile(null);
	}

	private List<String> seeds() {
		return Stream.concat(Stream.of(applicationAddress()), running().map(TestMember::address))
			.map((address) -> address.getAddress().getHostAddress() + ":" + address.getPort())
			.toList();
	}

	/** Lets all members run again, without a partition, and waits until they agree. */
	void reset() {
		heal();
		this.members.values().stream().filter((member) -> !member.isRunning()).forEach(TestMember::restart);
		awaitAgreement();
	}

	/** Ends the members without a word. */
	@Override
	public void stop() {
		this.running = false;
		running().toList().forEach(TestMember::crash);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** After the application's member, and ends before it. */
	@Override
	public int getPhase() {
		return MembershipTransportLifecycle.PHASE + 2;
	}

	/**
	 * Returns the members beside the application's.
	 * @return all members, including those that do not run
	 */
	public List<TestMember> members() {
		return List.copyOf(this.members.values());
	}

	/**
	 * Returns a member by its name.
	 * @param name for example {@code member-1}
	 * @return the member
	 * @throws IllegalArgumentException if there is none of that name
	 */
	public TestMember member(String name) {
		return Optional.ofNullable(this.members.get(name))
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no member '" + name + "', but there are " + this.members.keySet()));
	}

	/**
	 * Separates some members from the others and from the application: nothing gets from
	 * one side to the other. Replaces an earlier partition.
	 * @param names the members of one side
	 */
	public void partition(String... names) {
		this.transports.separate(Stream.of(names).map((name) -> member(name).address()).toList());
	}

	/** Ends a partition, and lets the members join each other again. */
	public void heal() {
		if (this.transports.heal()) {
			running().toList().forEach(TestMember::rejoin);
		}
	}

	/**
	 * Waits for at most 30 seconds until the members agree.
	 * @see #awaitAgreement(Duration)
	 */
	public void awaitAgreement() {
		awaitAgreement(AGREEMENT);
	}

	/**
	 * Waits until the application and every running member see exactly the running
	 * members of their side of a partition alive and suspect none of them, and until the
	 * application has published its events about that.
	 * @param limit longest time to wait
	 * @throws org.awaitility.core.ConditionTimeoutException if they do not agree in time;
	 * its message shows what each member sees
	 */
	public void awaitAgreement(Duration limit) {
		Awaitility.await("agreement of the application and all running members")
			.pollInSameThread()
			.pollDelay(Duration.ZERO)
			.pollInterval(POLL)
			.atMost(limit)
			.untilAsserted(this::requireAgreement);
	}

	private void requireAgreement() {
		List<String> problems = new ArrayList<>();
		check("the application", application(), applicationAddress(), problems);
		running().forEach((member) -> check(member.name(), member.cluster(), member.address(), problems));
		application().members()
			.stream()
			.filter((member) -> this.members.containsKey(member.name()) && !isPublished(member))
			.forEach((member) -> problems.add("the application has not published that " + member + " changed"));
		if (!problems.isEmpty()) {
			throw new AssertionError(String.join("\n", problems));
		}
	}

	private void check(String who, Cluster cluster, InetSocketAddress address, List<String> problems) {
		Set<String> expected = Stream.concat(
				Stream.of(applicationName()).filter((name) -> this.transports.connects(address, applicationAddress())),
				running().filter((member) -> this.transports.connects(address, member.address())).map(TestMember::name))
			.collect(Collectors.toCollection(TreeSet::new));
		List<ClusterMember> seen = cluster.members();
		Set<String> present = seen.stream()
			.filter(ClusterMember::isPresent)
			.map(ClusterMember::name)
			.collect(Collectors.toCollection(TreeSet::new));
		if (!present.equals(expected)
				|| seen.stream().anyMatch((member) -> member.suspect() || member.state() == MemberState.LEAVING)) {
			problems.add(who + " should see " + expected + " alive, but sees " + seen);
		}
	}

	private boolean isPublished(ClusterMember member) {
		MembershipEvent latest = this.events.latest(member.name()).orElse(null);
		if (latest == null) {
			return false;
		}
		boolean gone = latest instanceof MemberFailedEvent || latest instanceof MemberLeftEvent
				|| latest instanceof MemberReapedEvent;
		return gone != member.isPresent();
	}

	private Stream<TestMember> running() {
		return this.members.values().stream().filter(TestMember::isRunning);
	}

	private Cluster application() {
		Own<Cluster> own = this.application.getIfAvailable();
		if (own == null) {
			throw new IllegalStateException("@AutoConfigureMembership requires membership.protocol=serf, "
					+ "membership.enabled=true and the auto-configuration of the starter");
		}
		return own.get();
	}

	private String applicationName() {
		return application().config().memberlist().name();
	}

	private InetSocketAddress applicationAddress() {
		return application().memberlist().localMember().address();
	}

	@Override
	public String toString() {
		return "TestCluster" + this.members.keySet();
	}

	private record Recorder(ClusterEvents events) implements ApplicationListener<ApplicationEvent> {

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			this.events.add(event);
		}

	}

}
