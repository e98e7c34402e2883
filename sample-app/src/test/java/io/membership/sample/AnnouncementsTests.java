package io.membership.sample;

import java.nio.charset.StandardCharsets;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterEvent;
import io.membership.gossip.MemberlistConfig;
import io.membership.spring.core.ClusterTemplate;
import io.membership.spring.event.UserEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

class AnnouncementsTests {

	private final ClusterTemplate template = mock(ClusterTemplate.class);

	private final Cluster cluster = mock(Cluster.class);

	private final EventFeed feed = new EventFeed();

	private final Announcements announcements = new Announcements(this.template, this.cluster, this.feed);

	@BeforeEach
	void aMember() {
		given(this.cluster.config())
			.willReturn(ClusterConfig.builder(MemberlistConfig.local("node-1").build()).build());
	}

	@Test
	void anAnnouncementIsAUserEventWhichThisMemberHearsAsAllDo() {
		Announcement announcement = this.announcements.announce("hello");
		verify(this.template).publish("announcement", announcement);
		assertThat(this.feed.latest()).isEmpty();
		this.announcements.announced(announcement);
		assertThat(this.feed.latest()).singleElement().satisfies((entry) -> {
			assertThat(entry.member()).isEqualTo("node-1");
			assertThat(entry.text()).isEqualTo("hello");
		});
	}

	@Test
	void anEventOfAnotherProgramIsShownWithItsName() {
		this.announcements.heard(event("deploy", "v2"));
		assertThat(this.feed.latest()).singleElement()
			.satisfies((entry) -> assertThat(entry.text()).isEqualTo("deploy: v2"));
	}

	@Test
	void anAnnouncementIsShownOnce() {
		this.announcements.heard(event("announcement", "{}"));
		assertThat(this.feed.latest()).isEmpty();
	}

	@Test
	void anAnnouncementThatIsTooLargeIsRefused() {
		given(this.template.publish(anyString(), any())).willThrow(new IllegalArgumentException("too large"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.announcements.announce("x".repeat(600)));
		assertThat(this.feed.latest()).isEmpty();
	}

	@Test
	void theLoadIsThatOfThisMachine() {
		assertThat(this.announcements.load().processors()).isPositive();
		assertThat(this.announcements.load().usedMegabytes()).isNotNegative();
	}

	private UserEvent event(String name, String text) {
		return new UserEvent(this.cluster, "primary",
				new ClusterEvent.User(1, name, text.getBytes(StandardCharsets.UTF_8), false));
	}

}
