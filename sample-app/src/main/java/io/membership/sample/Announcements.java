package io.membership.sample;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.membership.gossip.Broadcast;
import io.membership.gossip.Memberlist;
import io.membership.spring.event.UserMessageEvent;
import io.membership.wire.SafeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says something to all members, and hears what they say.
 * <p>
 * memberlist gossips a broadcast from its origin only: to a few random members a round,
 * and not more than {@code 4 * log10(n + 1)} times. Receivers do not pass it on. With a
 * handful of members that reaches all of them, with a hundred most would never hear of
 * it. So whoever hears an announcement for the first time queues it again: then it
 * spreads like gossip does, to every member within a few rounds. Copies are known by
 * their number and go no further, which is what ends it.
 */
@Component
class Announcements {

	private static final Logger logger = LoggerFactory.getLogger(Announcements.class);

	/**
	 * A copy that arrives after so many newer ones is taken for new: nothing grows for
	 * ever.
	 */
	private static final int REMEMBERED = 1_000;

	private final Memberlist memberlist;

	private final EventFeed feed;

	private final Set<String> seen = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > REMEMBERED;
		}

	}));

	Announcements(Memberlist memberlist, EventFeed feed) {
		this.memberlist = memberlist;
		this.feed = feed;
	}

	/**
	 * Tells all members, this one included.
	 * @throws IllegalArgumentException if the text does not fit into one packet
	 */
	Announcement announce(String text) {
		Announcement announcement = Announcement.of(this.memberlist.localMember().name(), text);
		byte[] message = announcement.encode();
		int room = this.memberlist.maxBroadcastBytes();
		if (message.length > room) {
			throw new IllegalArgumentException(
					"The message is " + (message.length - room) + " bytes too long for one packet.");
		}
		this.seen.add(announcement.id());
		this.memberlist.broadcast(Broadcast.unique(message));
		show(announcement.from(), announcement.text());
		return announcement;
	}

	@EventListener
	void heard(UserMessageEvent event) {
		Announcement announcement = Announcement.decode(event.getText()).orElse(null);
		if (announcement == null) {
			show("", event.getText());
			return;
		}
		if (!this.seen.add(announcement.id())) {
			return;
		}
		byte[] message = event.getMessage();
		// a message sent directly by TCP may be larger than what gossip can carry
		if (message.length <= this.memberlist.maxBroadcastBytes()) {
			this.memberlist.broadcast(Broadcast.unique(message));
		}
		show(announcement.from(), announcement.text());
	}

	private void show(String from, String text) {
		logger.info("{} says: {}", from.isEmpty() ? "somebody" : SafeText.of(from), SafeText.of(text));
		this.feed.add("message", from, text);
	}

}
