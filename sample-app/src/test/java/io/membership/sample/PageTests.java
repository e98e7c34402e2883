package io.membership.sample;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import io.membership.gossip.Member;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
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
	private Memberlist memberlist;

	@BeforeEach
	void twoMembersOfWhichOneIsHostile() {
		Member self = member("node-1", MemberStatus.ALIVE);
		Member hostile = member(HOSTILE, MemberStatus.FAILED);
		given(this.memberlist.localMember()).willReturn(self);
		given(this.memberlist.allMembers()).willReturn(List.of(self, hostile));
		given(this.memberlist.maxBroadcastBytes()).willReturn(1000);
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
						{"name": "<img src=x onerror=alert(1)>", "status": "failed", "self": false},
						{"name": "node-1", "status": "alive", "address": "127.0.0.1:7946", "self": true}]}
					""");
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
	void aMessageIsBroadcast() {
		assertThat(this.mvc.post()
			.uri("/broadcast")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"message\": \"hello\"}")).hasStatus(202)
			.bodyJson()
			.extractingPath("$.from")
			.isEqualTo("node-1");
		verify(this.memberlist).broadcast(any());
	}

	@Test
	void whatAnotherSitesFormCouldSendIsRefused() {
		for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
			assertThat(this.mvc.post().uri("/broadcast").contentType(type).content("{\"message\": \"hello\"}"))
				.hasStatus(415);
		}
		verify(this.memberlist, never()).broadcast(any());
	}

	@Test
	void nothingAndTooMuchAreRefusedWithTheReason() {
		assertThat(this.mvc.post().uri("/broadcast").contentType(MediaType.APPLICATION_JSON).content("{}"))
			.hasStatus(400)
			.bodyText()
			.contains("Say something");
		assertThat(this.mvc.post()
			.uri("/broadcast")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"message\": \"" + "x".repeat(2000) + "\"}")).hasStatus(400)
			.bodyText()
			.contains("bytes too long");
		verify(this.memberlist, never()).broadcast(any());
	}

	private static Member member(String name, MemberStatus status) {
		Member member = mock(Member.class);
		given(member.name()).willReturn(name);
		given(member.status()).willReturn(status);
		given(member.address()).willReturn(new InetSocketAddress("127.0.0.1", 7946));
		given(member.since()).willReturn(Instant.EPOCH);
		given(member.metadataAsText()).willReturn("");
		return member;
	}

}
