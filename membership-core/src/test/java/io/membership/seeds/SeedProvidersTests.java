package io.membership.seeds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.membership.gossip.SeedProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Seeds from a file, from a name server, and from several providers. */
class SeedProvidersTests {

	@TempDir
	private Path folder;

	@Test
	void aFileHasAnAddressALineAndComments() throws IOException {
		Path file = this.folder.resolve("seeds");
		FileSeeds seeds = new FileSeeds(file);
		assertThat(seeds.seeds()).as("there is no file yet").isEmpty();
		Files.writeString(file,
				"# the old ones\n10.0.0.1:7946\n\n  host  # not its port\r\n#[fd00::1]:1\n[fd00::2]:7946");
		assertThat(seeds.seeds()).containsExactly("10.0.0.1:7946", "host", "[fd00::2]:7946");
		Files.writeString(file, "b\n");
		assertThat(seeds.seeds()).as("it is read again").containsExactly("b");
	}

	@Test
	void aFileThatCannotBeOneOfSeedsIsRefused() throws IOException {
		Path file = this.folder.resolve("seeds");
		Files.write(file, new byte[2 * 1024 * 1024]);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> new FileSeeds(file).seeds())
			.withMessageContaining("larger than");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> new FileSeeds(this.folder).seeds());
	}

	@Test
	void severalProvidersAreOneAndAFailingOneCostsTheOthersNothing() throws Exception {
		SeedProvider failing = () -> {
			throw new IOException("no");
		};
		CompositeSeedProvider all = new CompositeSeedProvider(
				List.of(() -> List.of("a", "b"), failing, () -> Arrays.asList("b", null, "c"), () -> null));
		assertThat(all.seeds()).containsExactly("a", "b", "c");
		assertThat(all.seeds()).containsExactly("a", "b", "c");
		assertThat(new CompositeSeedProvider(List.of()).seeds()).isEmpty();
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> new CompositeSeedProvider(List.of(failing, failing)).seeds())
			.withMessageContaining("no");
	}

	@Test
	void anAnswerThatIsLateCountsTheNextTime() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger calls = new AtomicInteger();
		CompositeSeedProvider all = new CompositeSeedProvider(List.of(() -> List.of("a"), () -> {
			calls.incrementAndGet();
			release.await();
			return List.of("late");
		}));
		assertThat(all.seeds()).containsExactly("a");
		release.countDown();
		assertThat(all.seeds()).containsExactly("a", "late");
		assertThat(calls).hasValue(1);
	}

	@Test
	void allAddressesOfANameHaveThePortThatWasSaid() throws Exception {
		try (TinyDnsServer dns = new TinyDnsServer()) {
			dns.address("members.test", "10.0.0.1")
				.address("members.test", "10.0.0.2")
				.address("members.test", "fd00::7");
			assertThat(DnsSeeds.ofAddresses("members.test", 7946, dns.servers()).seeds())
				.containsExactlyInAnyOrder("10.0.0.1:7946", "10.0.0.2:7946", "[fd00::7]:7946");
			assertThat(DnsSeeds.ofAddresses("members.test", 0, dns.servers()).seeds()).contains("10.0.0.1");
			assertThat(DnsSeeds.ofAddresses("nobody.test", 7946, dns.servers()).seeds()).isEmpty();
		}
	}

	@Test
	void servicesBringTheirOwnPorts() throws Exception {
		try (TinyDnsServer dns = new TinyDnsServer()) {
			dns.service("_gossip._tcp.members.test", 20, 7002, "two.test")
				.service("_gossip._tcp.members.test", 10, 7001, "one.test")
				.service("_gossip._tcp.members.test", 30, 7003, "gone.test")
				.service("_other._udp.members.test", 1, 9, "one.test")
				.address("one.test", "10.0.0.1")
				.address("two.test", "10.0.0.2");
			assertThat(DnsSeeds.ofServices("members.test", dns.servers()).seeds()).containsExactly("10.0.0.1:7001",
					"10.0.0.2:7002");
			assertThat(DnsSeeds.ofServices("_other._udp.members.test", dns.servers()).seeds())
				.containsExactly("10.0.0.1:9");
		}
	}

	@Test
	void aNameServerThatFailsIsAnError() throws Exception {
		try (TinyDnsServer dns = new TinyDnsServer()) {
			dns.failing();
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> DnsSeeds.ofAddresses("members.test", 1, dns.servers()).seeds())
				.withMessageContaining("A records of members.test");
		}
	}

	@Test
	void oneHalfOfAnAnswerIsUsedWhenTheOtherIsRefused() throws Exception {
		try (TinyDnsServer dns = new TinyDnsServer()) {
			dns.refusing(28)
				.address("members.test", "10.0.0.1")
				.service("_gossip._tcp.members.test", 10, 7001, "members.test");
			assertThat(DnsSeeds.ofAddresses("members.test", 7946, dns.servers()).seeds())
				.containsExactly("10.0.0.1:7946");
			assertThat(DnsSeeds.ofServices("members.test", dns.servers()).seeds()).containsExactly("10.0.0.1:7001");
			dns.refusing(1).address("members.test", "fd00::7");
			assertThat(DnsSeeds.ofAddresses("members.test", 7946, dns.servers()).seeds())
				.containsExactly("[fd00::7]:7946");
		}
	}

	@Test
	@Tag("slow")
	void oneHalfOfAnAnswerIsUsedWhenTheOtherDoesNotCome() throws Exception {
		try (TinyDnsServer dns = new TinyDnsServer()) {
			dns.dropping(28).address("members.test", "10.0.0.1");
			assertThat(DnsSeeds.ofAddresses("members.test", 7946, dns.servers()).seeds())
				.containsExactly("10.0.0.1:7946");
		}
	}

	@Test
	void aServiceOfWhichNoHostHasAnAddressSaysWhy() throws Exception {
		try (TinyDnsServer dns = new TinyDnsServer()) {
			dns.refusing(1).service("_gossip._tcp.members.test", 10, 7001, "members.test");
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> DnsSeeds.ofServices("members.test", dns.servers()).seeds())
				.withMessageContaining("No host of the service _gossip._tcp.members.test has an address")
				.withMessageContaining("A records of members.test");
		}
	}

	@Test
	void withoutServersOfItsOwnTheSystemsResolverIsAsked() throws IOException {
		assertThat(DnsSeeds.ofAddresses("localhost", 7946, List.of()).seeds()).contains("127.0.0.1:7946");
	}

	@Test
	void aHostOfAServiceWithoutAnAddressCostsTheOthersNothing() throws IOException {
		DnsSeeds seeds = new DnsSeeds("_gossip._tcp.x", 0, true, new DnsLookup() {

			@Override
			public List<String> addresses(String host) throws IOException {
				if (host.equals("bad")) {
					throw new IOException("no such host");
				}
				return List.of("10.0.0.1");
			}

			@Override
			public List<Service> services(String name) {
				return List.of(new Service("bad", 1, 0), new Service("good", 2, 0));
			}

		});
		assertThat(seeds.seeds()).containsExactly("10.0.0.1:2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a/b", "-a", "a\u0000", "ldap://x", "\"a\"" })
	void whatIsNoNameIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> DnsSeeds.ofAddresses(name, 1, List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> DnsSeeds.ofServices(name + "/", List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> DnsSeeds.ofAddresses("x", 1, List.of(name)));
	}

	@Test
	void aPortOutOfRangeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> DnsSeeds.ofAddresses("x", 65536, List.of()));
	}

}
