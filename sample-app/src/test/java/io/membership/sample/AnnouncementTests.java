package io.membership.sample;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AnnouncementTests {

	@Test
	void whatIsSaidArrivesWithItsLineBreaks() {
		Announcement announcement = Announcement.of("node-1", "one\ntwo\n\nfour \u00fc");
		assertThat(Announcement.decode(new String(announcement.encode(), StandardCharsets.UTF_8)))
			.contains(announcement);
	}

	@Test
	void twoThatReadTheSameAreTwo() {
		assertThat(Announcement.of("node-1", "hello").id()).isNotEqualTo(Announcement.of("node-1", "hello").id());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "hello", "announcement/1\nid\nnode-1", "announcement/2\nid\nnode-1\nhello",
			"announcement/1\n\nnode-1\nhello", "announcement/1\n1234567890123456789012345678901234567\nnode-1\nhello" })
	void whatOthersSendIsNoAnnouncement(String message) {
		assertThat(Announcement.decode(message)).isEmpty();
	}

}
