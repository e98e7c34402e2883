package io.membership.gossip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static io.membership.gossip.FakeNetwork.ip;
import static org.assertj.core.api.Assertions.assertThat;

class AddressPickerTests {

	private static final String ANY4 = "0.0.0.0";

	private static final String ANY6 = "::";

	private final FakeNetwork network = new FakeNetwork();

	@Test
	void aBridgeThatIsYoungerThanTheInterfaceOfTheDefaultRouteIsNotTold() {
		this.network.link("docker0", 3, "172.17.0.1").link("eth0", 2, "10.20.30.1").defaultRoute("10.20.30.1");
		AddressPicker.Choice choice = pick(ANY6);
		assertThat(choice.address()).isEqualTo(ip("10.20.30.1"));
		assertThat(choice.reason()).isEqualTo("eth0, the default route");
	}

	@Test
	void theInterfaceThatLeadsToASeedComesBeforeTheDefaultRoute() {
		this.network.link("eth0", 2, "10.20.30.1")
			.link("eth1", 3, "192.168.7.1")
			.defaultRoute("10.20.30.1")
			.route("192.168.7.9", "192.168.7.1");
		AddressPicker.Choice choice = pick(ANY6, "192.168.7.9");
		assertThat(choice.address()).isEqualTo(ip("192.168.7.1"));
		assertThat(choice.reason()).isEqualTo("eth1, the route to 192.168.7.9:7946");
	}

	@Test
	void aSeedThatNoRouteLeadsToLeavesTheChoiceToTheNext() {
		this.network.link("eth0", 2, "10.20.30.1").route("10.20.30.9", "10.20.30.1");
		assertThat(pick(ANY6, "203.0.113.5", "10.20.30.9").address()).isEqualTo(ip("10.20.30.1"));
	}

	@Test
	void aSeedOnLoopbackIsNoReasonToTellOthersALoopbackAddress() {
		this.network.link("lo", 1, "127.0.0.1")
			.link("eth0", 2, "10.20.30.1")
			.defaultRoute("10.20.30.1")
			.route("127.0.1.1", "127.0.0.1");
		assertThat(pick(ANY6, "127.0.1.1").address()).isEqualTo(ip("10.20.30.1"));
	}

	@Test
	void anIpv6SeedDecidesForIpv6() {
		this.network.link("eth0", 2, "10.20.30.1", "fd00:0:0:1::1")
			.defaultRoute("10.20.30.1")
			.route("fd00:0:0:1::9", "fd00:0:0:1::1");
		assertThat(pick(ANY6, "fd00:0:0:1::9").address()).isEqualTo(ip("fd00:0:0:1::1"));
	}

	@Test
	void aSocketOfIpv4OnlyTellsNoIpv6Address() {
		this.network.link("eth0", 2, "fd00:0:0:1::1", "10.20.30.1").route("fd00:0:0:1::9", "fd00:0:0:1::1");
		assertThat(pick(ANY4, "fd00:0:0:1::9").address()).isEqualTo(ip("10.20.30.1"));
	}

	@Test
	void aHostWithIpv6OnlyTellsThat() {
		this.network.link("lo", 1, "::1", "127.0.0.1")
			.link("eth0", 2, "fe80::1", "fd00:0:0:1::1")
			.route("2001:db8::1", "fd00:0:0:1::1");
		assertThat(pick(ANY6).address()).isEqualTo(ip("fd00:0:0:1::1"));
	}

	@Test
	void withoutAnyRouteAPrivateAddressIsToldAndThatOfABridgeLast() {
		this.network.link("docker0", 1, "172.17.0.1")
			.link("br-1f2e3d", 2, "172.18.0.1")
			.link("eth1", 4, "10.9.0.1")
			.link("eth0", 3, "203.0.113.7", "10.20.30.1");
		assertThat(pick(ANY6).address()).isEqualTo(ip("10.20.30.1"));
	}

	@Test
	void aBridgeIsBetterThanLoopback() {
		this.network.link("lo", 1, "127.0.0.1").link("docker0", 2, "172.17.0.1");
		assertThat(pick(ANY6).address()).isEqualTo(ip("172.17.0.1"));
	}

	@Test
	void onLoopbackOnlyTheIpv4AddressIsTold() {
		this.network.link("lo", 1, "::1", "127.0.0.1");
		assertThat(pick(ANY4).address()).isEqualTo(ip("127.0.0.1"));
		assertThat(pick(ANY6).address()).isEqualTo(ip("127.0.0.1"));
	}

	@Test
	void thePodsAddressComesFirst() {
		this.network.link("eth0", 2, "10.20.30.1").link("net1", 3, "10.44.0.7").defaultRoute("10.20.30.1");
		this.network.podIp = " 10.44.0.7 ";
		assertThat(pick(ANY6).address()).isEqualTo(ip("10.44.0.7"));
	}

	@Test
	void aPodIpThatIsNoAddressOfThisMachineIsIgnored() {
		this.network.link("eth0", 2, "10.20.30.1").defaultRoute("10.20.30.1");
		for (String useless : List.of("", "10.44.0.7", "pod.example", "$(POD_IP)", "127.0.0.1", "0.0.0.0")) {
			this.network.podIp = useless;
			assertThat(pick(ANY6).address()).as(useless).isEqualTo(ip("10.20.30.1"));
		}
	}

	@Test
	void linkLocalAddressesAreNotTold() {
		this.network.link("eth0", 2, "fe80::1", "169.254.3.4")
			.link("eth1", 3, "10.20.30.1")
			.route("fe80::9", "fe80::1");
		assertThat(pick(ANY6, "fe80::9").address()).isEqualTo(ip("10.20.30.1"));
	}

	private AddressPicker.Choice pick(String bound, String... seeds) {
		return new AddressPicker(this.network).pick(ip(bound),
				Arrays.stream(seeds).map((seed) -> new InetSocketAddress(ip(seed), 7946)).toList());
	}

}
