package io.membership.sample;

import io.membership.test.ClusterEvents;
import io.membership.test.MembershipTest;
import io.membership.test.TestCluster;
import io.membership.testing.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** What the log and the page of the sample tell of real members. */
@MembershipTest(members = 2)
@ExtendWith(OutputCaptureExtension.class)
class MembershipLogTests {

	@Autowired
	private TestCluster cluster;

	@Autowired
	private ClusterEvents events;

	@Autowired
	private EventFeed feed;

	@Test
	void theLogAndTheFeedTellOfAMemberThatCrashed(CapturedOutput output) {
		this.cluster.member("member-1").crash();
		assertThat(this.events).containsInOrder("member-1 suspected", "member-1 failed");
		assertThat(output).contains("member-1 suspected | alive: ").contains("member-1 failed | alive: ");
		assertThat(this.feed.latest().get(0).kind()).isEqualTo("failed");
		assertThat(this.feed.latest().get(0).member()).isEqualTo("member-1");
	}

	@Test
	void theLogTellsOfAMemberThatLeft(CapturedOutput output) {
		this.cluster.member("member-2").stop();
		assertThat(this.events).containsLeft("member-2");
		assertThat(output).contains("member-2 left | alive: ").contains("left: member-2");
	}

	@Test
	void anAnnouncementOfAnotherMemberIsInTheFeed() {
		this.cluster.member("member-1").sendEvent(Announcement.EVENT, "{\"from\":\"member-1\",\"text\":\"hello\"}");
		Eventually.eventually(() -> assertThat(this.feed.latest().get(0)).returns("message", EventFeed.Entry::kind)
			.returns("member-1", EventFeed.Entry::member)
			.returns("hello", EventFeed.Entry::text));
	}

}
