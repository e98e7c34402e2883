package io.membership.spring.network;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.membership.testing.RequiresProgram;
import io.membership.testing.RequiresVirtualNetwork;
import io.membership.testing.TestProcess;
import io.membership.testing.VirtualHost;
import io.membership.testing.VirtualNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications on hosts of their own, configured with nothing but the addresses to join,
 * find each other on networks of many kinds. All see the same members at the same
 * addresses, and each reaches every other by UDP and calls its service.
 */
@RequiresVirtualNetwork
class NetworkTests {

	private static final String STARTED = " Started NetworkApplication in ";

	@TempDir
	private Path folder;

	private VirtualNetwork network;

	private TestReporter reporter;

	/** In the order of the starts. */
	private final Map<String, TestProcess> applications = new LinkedHashMap<>();

	@BeforeEach
	void createNetwork(TestReporter reporter) {
		this.reporter = reporter;
		this.network = new VirtualNetwork();
	}

	@AfterEach
	void removeNetwork() {
		this.network.close();
	}

	@Test
	void aContainerBridgeBesideTheInterfaceOfTheDefaultRouteIsNotTold() {
		VirtualHost a = withBridge(host("a", "10.20.30.1/24"));
		VirtualHost b = withBridge(host("b", "10.20.30.2/24"));
		start(a);
		start(b, "10.20.30.1");
		awaitAgreement("a@10.20.30.1", "b@10.20.30.2");
	}

	@Test
	void theInterfaceThatLeadsToTheSeedsIsTold() {
		VirtualHost a = host("a", "10.20.30.1/24").connect("eth1", "storage", "10.99.0.1/24");
		VirtualHost b = this.network.host("b")
			.connect("eth0", "elsewhere", "10.40.0.2/24")
			.connect("eth1", "lan", "10.20.30.2/24")
			.ip("route", "add", "default", "via", "10.40.0.254");
		start(a, "10.20.30.1", "10.20.30.2");
		start(b, "10.20.30.1", "10.20.30.2");
		awaitAgreement("a@10.20.30.1", "b@10.20.30.2");
	}

	@Test
	void onLoopbackOnlyTheMembersOfOneHostFindEachOther() {
		VirtualHost host = this.network.host("a");
		start("one", host, List.of("--membership.bind-port=7946", "--server.port=8081"), "127.0.0.1:7947");
		start("two", host, List.of("--membership.bind-port=7947", "--server.port=8082"), "127.0.0.1:7946");
		awaitAgreementOf("demo-a-7946@127.0.0.1:7946", "demo-a-7947@127.0.0.1:7947");
	}

	@Test
	void hostsWithIpv6OnlyFindEachOther() {
		VirtualHost a = host("a", "fd00:20::1/64");
		VirtualHost b = host("b", "fd00:20::2/64");
		VirtualHost c = host("c", "fd00:20::3/64");
		start(a);
		start(b, "[fd00:20::1]:7946");
		start(c, "fd00:20::1");
		awaitAgreement("a@[fd00:20::1]", "b@[fd00:20::2]", "c@[fd00:20::3]");
	}

	@Test
	void hostsAndJvmsWithoutIpv6FindEachOther() {
		VirtualHost a = host("a", "10.20.30.1/24").run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6");
		VirtualHost b = host("b", "10.20.30.2/24").variable("JAVA_TOOL_OPTIONS", "-Djava.net.preferIPv4Stack=true");
		start(a);
		start(b, "10.20.30.1");
		awaitAgreement("a@10.20.30.1", "b@10.20.30.2");
	}

	@Test
	void aSeedOfEitherFamilyJoinsHostsThatHaveBoth() {
		VirtualHost a = host("a", "10.20.30.1/24", "fd00:20::1/64");
		VirtualHost b = host("b", "10.20.30.2/24", "fd00:20::2/64");
		VirtualHost c = host("c", "10.20.30.3/24", "fd00:20::3/64");
		start(a);
		start(b, "10.20.30.1");
		start(c, "[fd00:20::1]");
		awaitAgreement("a@10.20.30.1", "b@10.20.30.2", "c@[fd00:20::3]");
	}

	@Test
	void hostsWhoseNamesCannotBeResolvedHaveDifferentNames() {
		start(host("a", "10.20.30.1/24"));
		start(host("b", "10.20.30.2/24"), "10.20.30.1");
		awaitAgreement("a@10.20.30.1", "b@10.20.30.2");
	}

	@Test
	void aSeedListOfHostNamesThatEachHostKnowsItselfByLoopbackIsNoObstacle() {
		VirtualHost a = host("a", "10.20.30.1/24").hosts("127.0.0.1 localhost", "127.0.1.1 a", "10.20.30.2 b");
		VirtualHost b = host("b", "10.20.30.2/24").hosts("127.0.0.1 localhost", "127.0.1.1 b", "10.20.30.1 a");
		start(a, "a", "b");
		start(b, "a", "b");
		awaitAgreement("a@10.20.30.1", "b@10.20.30.2");
	}

	@Test
	void aNameOfAllMembersJoinsThem() {
		String[] names = { "127.0.0.1 localhost", "10.20.30.1 cluster", "10.20.30.2 cluster", "10.20.30.3 cluster" };
		for (int i = 1; i <= 3; i++) {
			start(host(List.of("a", "b", "c").get(i - 1), "10.20.30." + i + "/24").hosts(names), "cluster");
		}
		awaitAgreement("a@10.20.30.1", "b@10.20.30.2", "c@10.20.30.3");
	}

	@Test
	@RequiresProgram("nft")
	void aMemberBehindNatIsReachedAtTheAddressThatItAdvertises() {
		VirtualHost outside = host("outside", "10.20.30.1/24");
		host("router", "10.20.30.254/24").connect("eth1", "inside", "192.168.9.254/24")
			.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")
			.run("nft", "add table ip nat; add chain ip nat in { type nat hook prerouting priority -100; };"
					+ " add chain ip nat out { type nat hook postrouting priority 100; };"
					+ " add rule ip nat in ip daddr 10.20.30.254 dnat to 192.168.9.1;"
					+ " add rule ip nat out oifname eth0 masquerade; add rule ip nat out ip daddr 192.168.9.1 masquerade");
		VirtualHost inside = this.network.host("inside")
			.connect("eth0", "inside", "192.168.9.1/24")
			.ip("route", "add", "default", "via", "192.168.9.254");
		start(outside);
		start("inside", inside, List.of("--membership.advertise-address=10.20.30.254"), "10.20.30.1");
		awaitAgreement("outside@10.20.30.1", "inside@10.20.30.254");
	}

	@Test
	void aSeedThatComesUpTwelveSecondsLaterIsJoined() {
		VirtualHost a = host("a", "10.20.30.1/24");
		VirtualHost b = host("b", "10.20.30.2/24");
		VirtualHost seed = host("seed", "10.20.30.9/24");
		TestProcess first = start(a, "10.20.30.9");
		start(b, "10.20.30.9");
		eventually(() -> assertThat(first.log()).contains(STARTED));
		seed.run("sleep", "12");
		start(seed);
		awaitAgreement("a@10.20.30.1", "b@10.20.30.2", "seed@10.20.30.9");
	}

	private VirtualHost host(String name, String... addresses) {
		return this.network.host(name).connect("eth0", "lan", addresses);
	}

	/** The bridge is younger than the other interface, as on real hosts. */
	private static VirtualHost withBridge(VirtualHost host) {
		return host.ip("route", "add", "default", "via", "10.20.30.254").bridge("docker0", "172.17.0.1/16");
	}

	private TestProcess start(VirtualHost host, String... join) {
		return start(host.name(), host, List.of(), join);
	}

	private TestProcess start(String name, VirtualHost host, List<String> more, String... join) {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
				NetworkApplication.class.getName(), "--spring.main.banner-mode=off", "--spring.application.name=demo"));
		if (join.length > 0) {
			command.add("--membership.join=" + String.join(",", join));
		}
		command.addAll(more);
		TestProcess process = host.start(this.folder.resolve(name + ".log"), command);
		this.applications.put(name, process);
		return process;
	}

	/**
	 * Waits until all agree on the members.
	 * @param members each as {@code host@address}, with the default name and port
	 */
	private void awaitAgreement(String... members) {
		List<String> all = new ArrayList<>();
		for (String member : members) {
			String[] parts = member.split("@");
			all.add("demo-" + parts[0] + "-7946@" + canonical(parts[1]) + ":7946");
		}
		awaitAgreementOf(all.toArray(String[]::new));
	}

	private static String canonical(String address) {
		// as Java writes it
		return address.startsWith("[") ? address.replace("fd00:20::", "fd00:20:0:0:0:0:0:") : address;
	}

	private void awaitAgreementOf(String... members) {
		TreeSet<String> expected = new TreeSet<>();
		for (String member : members) {
			expected.add(member + NetworkApplication.REACHED);
		}
		String view = NetworkApplication.VIEW + String.join(" ", expected);
		eventually(() -> assertThat(this.applications.values())
			.allSatisfy((application) -> assertThat(application.log()).contains(STARTED)));
		long started = System.nanoTime();
		eventually(() -> assertThat(this.applications.values()).allSatisfy(
				(application) -> assertThat(lastView(application)).as(application::describeLog).isEqualTo(view)));
		this.reporter.publishEntry("agreement", Duration.ofNanos(System.nanoTime() - started).toMillis() + " ms");
	}

	private static String lastView(TestProcess application) {
		return application.log()
			.lines()
			.filter((line) -> line.startsWith(NetworkApplication.VIEW))
			.reduce("", (earlier, later) -> later);
	}

}
