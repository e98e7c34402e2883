package io.membership.sample;

import io.membership.SafeText;
import io.membership.cluster.Cluster;
import io.membership.spring.ClusterTemplate;
import io.membership.spring.OnUserEvent;
import io.membership.spring.event.UserEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Sends announcements to all members and receives theirs, by user events, which every
 * member gossips on and delivers once.
 */
@Component
class Announcements {

	private static final Logger logger = LoggerFactory.getLogger(Announcements.class);

	private final Cluster cluster;

	private final ClusterTemplate template;

	private final EventFeed feed;

	Announcements(Cluster cluster, ClusterTemplate template, EventFeed feed) {
		this.cluster = cluster;
		this.template = template;
		this.feed = feed;
	}

	/**
	 * Sends an announcement to all members, this one included.
	 * @throws IllegalArgumentException if the text is too long for an event
	 */
	Announcement announce(String text) {
		Announcement announcement = new Announcement(this.cluster.config().memberlist().name(), text);
		this.template.publish(Announcement.EVENT, announcement);
		return announcement;
	}

	@OnUserEvent(Announcement.EVENT)
	void said(Announcement announcement) {
		logger.info("{} says: {}", SafeText.of(announcement.from()), SafeText.of(announcement.text()));
		this.feed.add("message", announcement.from(), announcement.text());
	}

	/**
	 * Receives user events of other programs, for example {@code serf event deploy v7}.
	 */
	@EventListener(condition = "#event.name != 'announcement'")
	void happened(UserEvent event) {
		logger.info("Event {}: {}", SafeText.of(event.getName()), SafeText.of(event.getText()));
		this.feed.add("event", event.getName(), event.getText());
	}

}
