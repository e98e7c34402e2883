package io.membership.sample;

import io.membership.cluster.Cluster;
import io.membership.spring.annotation.OnQuery;
import io.membership.spring.annotation.OnUserEvent;
import io.membership.spring.core.ClusterTemplate;
import io.membership.spring.event.UserEvent;
import io.membership.wire.SafeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Says something to all members, and hears what they say: also what somebody says with
 * {@code serf event NAME TEXT}. Answers {@code serf query load}.
 */
@Component
class Announcements {

	static final String EVENT = "announcement";

	private static final Logger logger = LoggerFactory.getLogger(Announcements.class);

	private final ClusterTemplate template;

	private final Cluster cluster;

	private final EventFeed feed;

	Announcements(ClusterTemplate template, Cluster cluster, EventFeed feed) {
		this.template = template;
		this.cluster = cluster;
		this.feed = feed;
	}

	/**
	 * Tells all members, this one included.
	 * @throws IllegalArgumentException if the text is too large for a user event
	 */
	Announcement announce(String text) {
		Announcement announcement = new Announcement(this.cluster.config().gossip().name(), text);
		this.template.publish(EVENT, announcement);
		return announcement;
	}

	@OnUserEvent(EVENT)
	void announced(Announcement announcement) {
		show(announcement.from(), announcement.text());
	}

	@OnUserEvent
	void heard(UserEvent event) {
		if (!event.getName().equals(EVENT)) {
			show("", event.getName() + ": " + event.getText());
		}
	}

	@OnQuery("load")
	Load load() {
		Runtime runtime = Runtime.getRuntime();
		return new Load(runtime.availableProcessors(), (runtime.totalMemory() - runtime.freeMemory()) >> 20);
	}

	private void show(String from, String text) {
		logger.info("{} says: {}", from.isEmpty() ? "somebody" : SafeText.of(from), SafeText.of(text));
		this.feed.add("message", from, text);
	}

	/**
	 * How much this member has to do.
	 *
	 * @param processors how many processors it has
	 * @param usedMegabytes how much of its heap is in use
	 */
	record Load(int processors, long usedMegabytes) {

	}

}
