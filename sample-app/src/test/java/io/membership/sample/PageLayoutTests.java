package io.membership.sample;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberState;
import io.membership.cluster.coordinate.Coordinate;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.ProtocolVersions;
import io.membership.spring.ClusterTemplate;
import io.membership.spring.LocalNode;
import io.membership.spring.LocalNodes;
import io.membership.testing.Browser;
import io.membership.testing.BrowserTab;
import io.membership.testing.RequiresProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureWebMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * The page in a browser, in windows of a telephone and of a desk, with few and with many
 * members. Pictures of it are in {@code target/page}.
 */
@RequiresProgram("chromium")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@OverrideAutoConfiguration(enabled = false)
@AutoConfigureWebMvc
@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class })
class PageLayoutTests {

	private static final InetSocketAddress LONG_ADDRESS = address("2001:db8:1234:5678:9abc:def0:1234:5678");

	private static Browser browser;

	@MockitoBean
	private Cluster cluster;

	@MockitoBean
	private ClusterTemplate template;

	@Autowired
	private EventFeed feed;

	@LocalServerPort
	private int port;

	@BeforeAll
	static void startTheBrowser(@TempDir Path folder) {
		browser = new Browser(folder);
		browser.start();
	}

	@AfterAll
	static void closeTheBrowser() {
		browser.close();
	}

	@BeforeEach
	void thisMemberIsTheFirst() {
		given(this.cluster.config()).willReturn(ClusterConfig.of(MemberlistConfig.local("node-1")));
		given(this.cluster.memberlist()).willReturn(mock(Memberlist.class));
		given(this.cluster.coordinate(anyString()))
			.willReturn(Optional.of(new Coordinate(new double[8], 0, 0, 0.0006)));
	}

	@ParameterizedTest
	@CsvSource({ "420, 3, light", "420, 200, dark", "1200, 3, dark", "1200, 200, light" })
	void everythingFitsIntoTheWindow(int width, int members, String colorScheme) throws Exception {
		List<ClusterMember> all = IntStream.rangeClosed(1, members).mapToObj(PageLayoutTests::member).toList();
		given(this.cluster.members()).willReturn(all);
		for (ClusterMember member : all) {
			this.feed.add(member.isPresent() ? "joined" : "failed", member.name(), "10.20.30.40:7946");
		}
		this.feed.add("message", "node-1", "https://example.org/" + "a-long-word-without-spaces".repeat(8));
		try (BrowserTab page = browser.open("http://127.0.0.1:" + this.port + "/", width, 900, colorScheme)) {
			page.await("document.querySelectorAll('#members tr').length === " + members);
			page.screenshot(Files.createDirectories(Path.of("target", "page"))
				.resolve("%s-%s-%s.png".formatted(width, members, colorScheme)));
			assertThat(page.evaluate("document.scrollingElement.scrollWidth").asInt()).isLessThanOrEqualTo(width);
			assertThat(page.evaluate("""
					[...document.querySelectorAll('body *')]
						.filter((it) => it.getClientRects().length && it.scrollWidth > it.clientWidth + 1
							&& getComputedStyle(it).display !== 'inline')
						.map((it) => it.tagName + ' ' + it.className + ' ' + it.textContent.slice(0, 60))
					""").valueStream()).as("elements that are cut or need a scroll bar").isEmpty();
			assertThat(page
				.evaluate("Math.max(...[...document.querySelectorAll('#members tr')].map((it) => it.offsetHeight))")
				.asInt()).as("height of the highest row").isLessThanOrEqualTo((width < 768) ? 120 : 64);
		}
	}

	private static ClusterMember member(int number) {
		MemberState state = (number % 7 == 3) ? MemberState.FAILED : MemberState.ALIVE;
		InetSocketAddress address = (number % 5 == 2) ? LONG_ADDRESS : address("10.20.30." + number);
		return new ClusterMember("node-" + number, address,
				Map.of("role", "sample", "zone", "eu-central-1a", "version", "2026.11.30-" + number), state, false,
				Instant.now().minusSeconds(30L * number), 1, new ProtocolVersions(1, 5, 2, 2, 5, 5),
				state.isPresent() ? null : Instant.now().plus(Duration.ofHours(24)));
	}

	private static InetSocketAddress address(String literal) {
		try {
			return new InetSocketAddress(InetAddress.getByName(literal), 7946);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Node {

		@Bean
		LocalNodes nodes(Cluster cluster) {
			return new LocalNodes(List.of(new LocalNode.OfCluster("primary", cluster)));
		}

	}

}
