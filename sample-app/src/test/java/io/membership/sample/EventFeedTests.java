package io.membership.sample;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventFeedTests {

	private final EventFeed feed = new EventFeed();

	@Test
	void theLatestEventsAreKeptNewestFirst() {
		for (int i = 1; i <= EventFeed.KEPT + 20; i++) {
			this.feed.add("joined", "node-" + i, "");
		}
		assertThat(this.feed.latest()).hasSize(EventFeed.KEPT);
		assertThat(this.feed.latest().get(0).member()).isEqualTo("node-120");
		assertThat(this.feed.latest().get(0).number()).isEqualTo(120);
	}

	@Test
	void aLongTextIsShortened() {
		this.feed.add("message", "node-1", "x".repeat(1_000_000));
		assertThat(this.feed.latest().get(0).text()).hasSize(EventFeed.MAX_TEXT_LENGTH + 1).endsWith("\u2026");
	}

}
