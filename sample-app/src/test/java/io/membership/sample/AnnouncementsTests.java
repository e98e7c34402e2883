package io.membership.sample;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.membership.gossip.Broadcast;
import io.membership.gossip.Member;
import io.membership.gossip.Memberlist;
import io.membership.spring.event.UserMessageEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

class AnnouncementsTests {

	private final Memberlist memberlist = mock(Memberlist.class);

	private final EventFeed feed = new EventFeed();

	private final Announcements announcements = new Announcements(this.memberlist, this.feed);

	@BeforeEach
	void aMemberWithRoomForSmallMessages() {
		Member self = mock(Member.class);
		given(self.name()).willReturn("node-1");
		given(this.memberlist.localMember()).willReturn(self);
		given(this.memberlist.maxBroadcastBytes()).willReturn(200);
	}

	@Test
	void anAnnouncementIsGossipedAndShown() {
		this.announcements.announce("hello");
		verify(this.memberlist).broadcast(any());
		assertThat(this.feed.latest()).singleElement().satisfies((entry) -> {
			assertThat(entry.member()).isEqualTo("node-1");
			assertThat(entry.text()).isEqualTo("hello");
		});
	}

	@Test
	void anAnnouncementThatIsHeardForTheFirstTimeIsPassedOnUnchangedAndOnlyOnce() {
		byte[] message = Announcement.of("node-2", "hello").encode();
		for (int copy = 0; copy < 3; copy++) {
			this.announcements.heard(new UserMessageEvent(this.memberlist, message));
		}
		verify(this.memberlist, times(1)).broadcast(any());
		verify(this.memberlist).broadcast(argThat((Broadcast it) -> Arrays.equals(it.message(), message)));
		assertThat(this.feed.latest()).hasSize(1);
	}

	@Test
	void anOwnAnnouncementThatComesBackGoesNoFurther() {
		Announcement own = this.announcements.announce("hello");
		this.announcements.heard(new UserMessageEvent(this.memberlist, own.encode()));
		verify(this.memberlist, times(1)).broadcast(any());
		assertThat(this.feed.latest()).hasSize(1);
	}

	@Test
	void aMessageOfAnotherProgramIsShownButNotPassedOn() {
		this.announcements.heard(new UserMessageEvent(this.memberlist, "plain".getBytes(StandardCharsets.UTF_8)));
		verify(this.memberlist, never()).broadcast(any());
		assertThat(this.feed.latest()).singleElement()
			.satisfies((entry) -> assertThat(entry.text()).isEqualTo("plain"));
	}

	@Test
	void whatGossipCannotCarryIsNotPassedOn() {
		byte[] message = Announcement.of("node-2", "x".repeat(300)).encode();
		this.announcements.heard(new UserMessageEvent(this.memberlist, message));
		verify(this.memberlist, never()).broadcast(any());
		assertThat(this.feed.latest()).hasSize(1);
	}

	@Test
	void anAnnouncementThatDoesNotFitIntoAPacketIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.announcements.announce("x".repeat(300)))
			.withMessageContaining("too long");
		assertThat(this.feed.latest()).isEmpty();
	}

}
