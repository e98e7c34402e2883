package io.membership.sample;

import java.nio.charset.StandardCharsets;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterEvent;
import io.membership.gossip.MemberlistConfig;
import io.membership.spring.ClusterTemplate;
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

	private final Cluster cluster = mock(Cluster.class);

	private final ClusterTemplate template = mock(ClusterTemplate.class);

	private final EventFeed feed = new EventFeed();

	private final Announcements announcements = new Announcements(this.cluster, this.template, this.feed);

	@BeforeEach
	void aMember() {
		given(this.cluster.config()).willReturn(ClusterConfig.of(MemberlistConfig.local("node-1")));
	}

	@Test
	void anAnnouncementIsSentAsAnEventInTheNameOfThisMember() {
		this.announcements.announce("hello");
		verify(this.template).publish(Announcement.EVENT, new Announcement("node-1", "hello"));
		assertThat(this.feed.latest()).as("it comes back like that of any other member").isEmpty();
	}

	@Test
	void whatIsHeardIsShown() {
		this.announcements.said(new Announcement("node-2", "hello"));
		assertThat(this.feed.latest()).singleElement().satisfies((entry) -> {
			assertThat(entry.member()).isEqualTo("node-2");
			assertThat(entry.text()).isEqualTo("hello");
		});
	}

	@Test
	void anEventOfAnotherProgramIsShownWithItsName() {
		this.announcements.happened(new UserEvent(this.cluster, "primary",
				new ClusterEvent.User(7, "deploy", "v7".getBytes(StandardCharsets.UTF_8), false)));
		assertThat(this.feed.latest()).singleElement().satisfies((entry) -> {
			assertThat(entry.member()).isEqualTo("deploy");
			assertThat(entry.text()).isEqualTo("v7");
		});
	}

	@Test
	void anAnnouncementThatDoesNotFitIntoAnEventIsRefused() {
		given(this.template.publish(anyString(), any())).willThrow(new IllegalArgumentException("too long"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.announcements.announce("x".repeat(300)));
		assertThat(this.feed.latest()).isEmpty();
	}

}
