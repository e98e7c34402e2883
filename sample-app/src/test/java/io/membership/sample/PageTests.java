package io.membership.sample;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberState;
import io.membership.cluster.QueryAnswer;
import io.membership.cluster.channel.StateChannel;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.ProtocolVersions;
import io.membership.spring.ClusterTemplate;
import io.membership.spring.LocalNode;
import io.membership.spring.LocalNodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

@WebMvcTest
@Import({ EventFeed.class, Announcements.class })
class PageTests {

	private static final String HOSTILE = "<img src=x onerror=alert(1)>";

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private Cluster cluster;

	@MockitoBean
	private ClusterTemplate template;

	@BeforeEach
	void twoMembersOfWhichOneIsHostile() {
		given(this.cluster.config()).willReturn(ClusterConfig.of(MemberlistConfig.local("node-1")));
		given(this.cluster.memberlist()).willReturn(mock(Memberlist.class));
		given(this.cluster.members())
			.willReturn(List.of(member(HOSTILE, MemberState.FAILED), member("node-1", MemberState.ALIVE)));
	}

	@Test
	void thePageIsServedAtTheRoot() {
		assertThat(this.mvc.get().uri("/")).hasStatusOk().hasForwardedUrl("index.html");
		assertThat(this.mvc.get().uri("/index.html")).hasStatusOk()
			.bodyText()
			.contains("<script src=\"page.js\" defer></script>");
	}

	@Test
	void theBrowserMayRunOurScriptAndNothingElse() {
		for (String path : List.of("/index.html", "/page.js", "/state")) {
			MvcTestResult result = this.mvc.get().uri(path).exchange();
			assertThat(result).hasStatusOk().hasHeader("X-Content-Type-Options", "nosniff");
			assertThat(result.getResponse().getHeader("Content-Security-Policy"))
				.contains("default-src 'none'", "script-src 'self';", "require-trusted-types-for 'script'")
				.doesNotContain("unsafe");
		}
	}

	@Test
	void theStateIsJsonWithTheMembersAsTheyAre() {
		assertThat(this.mvc.get().uri("/state")).hasStatusOk()
			.hasContentType(MediaType.APPLICATION_JSON)
			.bodyJson()
			.isLenientlyEqualTo("""
					{"self": "node-1", "healthScore": 0, "members": [
						{"name": "<img src=x onerror=alert(1)>", "status": "failed", "self": false,
							"forgottenAt": "1970-01-02T00:00:00Z"},
						{"name": "node-1", "status": "alive", "address": "127.0.0.1:7946", "self": true,
							"tags": {"role": "web"}}]}
					""");
	}

	@Test
	void theTagThatTheLibrarySetsItselfIsNotShown() {
		assertThat(this.mvc.get().uri("/state")).bodyJson()
			.extractingPath("$.members[1].tags")
			.isEqualTo(Map.of("role", "web"));
	}

	@Test
	void theScriptNeverMakesHtmlOfText() throws IOException {
		String script = new ClassPathResource("static/page.js").getContentAsString(StandardCharsets.UTF_8);
		assertThat(script).contains("textContent")
			.doesNotContainPattern("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function|"
					+ "setAttribute|DOMParser|createContextualFragment|srcdoc|javascript:|\\.on[a-z]+\\s*=|\\.href\\s*=");
		String page = new ClassPathResource("static/index.html").getContentAsString(StandardCharsets.UTF_8);
		assertThat(page).doesNotContainPattern("<script>|<style|style=| on[a-z]+=|https?:");
	}

	@Test
	void aMessageBecomesAnEvent() {
		assertThat(this.mvc.post()
			.uri("/event")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"message\": \"hello\"}")).hasStatus(202)
			.bodyJson()
			.extractingPath("$.from")
			.isEqualTo("node-1");
		verify(this.template).publish(Announcement.EVENT, new Announcement("node-1", "hello"));
	}

	@Test
	void whatAnotherSitesFormCouldSendIsRefused() {
		for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
			assertThat(this.mvc.post().uri("/event").contentType(type).content("{\"message\": \"hello\"}"))
				.hasStatus(415);
		}
		verify(this.template, never()).publish(anyString(), any());
	}

	@Test
	void nothingAndTooMuchAreRefusedWithTheReason() {
		assertThat(this.mvc.post().uri("/event").contentType(MediaType.APPLICATION_JSON).content("{}")).hasStatus(400)
			.bodyText()
			.contains("Send a message");
		given(this.template.publish(anyString(), any()))
			.willThrow(new IllegalArgumentException("user event exceeds the limit"));
		assertThat(this.mvc.post()
			.uri("/event")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"message\": \"" + "x".repeat(2000) + "\"}")).hasStatus(400)
			.bodyText()
			.contains("exceeds the limit");
	}

	@Test
	void whatMembersAnswerIsPassedOnAsText() {
		QueryAnswer answer = new QueryAnswer(HOSTILE, new byte[0]);
		given(this.template.query(anyString(), any(), any())).willReturn(List.of(answer));
		given(this.template.read(answer, String.class)).willReturn("1.5");
		assertThat(this.mvc.get().uri("/load")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				[{"from": "<img src=x onerror=alert(1)>", "text": "1.5"}]
				""");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Node {

		@Bean
		LocalNodes nodes(Cluster cluster) {
			return new LocalNodes(List.of(new LocalNode.OfCluster("primary", cluster)));
		}

	}

	private static ClusterMember member(String name, MemberState state) {
		boolean gone = !state.isPresent();
		return new ClusterMember(name, new InetSocketAddress("127.0.0.1", 7946),
				Map.of("role", "web", StateChannel.TAG, "1"), state, false, Instant.EPOCH, 1,
				new ProtocolVersions(1, 5, 2, 2, 5, 5), gone ? Instant.EPOCH.plus(Duration.ofDays(1)) : null);
	}

}
