package io.membership.sample;

import java.util.List;

import io.membership.cluster.Cluster;
import io.membership.gossip.Memberlist;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What the page asks for. */
@RestController
class ClusterController {

	private final Cluster cluster;

	private final EventFeed feed;

	private final Announcements announcements;

	ClusterController(Cluster cluster, EventFeed feed, Announcements announcements) {
		this.cluster = cluster;
		this.feed = feed;
		this.announcements = announcements;
	}

	/**
	 * All that the page shows.
	 *
	 * @param self name of this member
	 * @param healthScore its local health score
	 * @param members every member that is known, by name
	 * @param events the latest events, newest first
	 */
	record State(String self, int healthScore, List<MemberView> members, List<EventFeed.Entry> events) {

	}

	/**
	 * What to say to all members.
	 *
	 * @param message the text
	 */
	record Saying(@Nullable String message) {

	}

	@GetMapping(path = "/state", produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<State> state() {
		String self = this.cluster.config().gossip().name();
		Memberlist gossip = this.cluster.memberlist();
		List<MemberView> members = this.cluster.members()
			.stream()
			.map((member) -> MemberView.of(member, gossip.member(member.name()).orElse(null), self))
			.toList();
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.body(new State(self, gossip.healthScore(), members, this.feed.latest()));
	}

	/**
	 * Only JSON is taken: a form of another web site cannot send that unasked, so a
	 * browser on this machine cannot be made to speak for its user.
	 */
	@PostMapping(path = "/broadcast", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Announcement> broadcast(@RequestBody Saying saying) {
		String message = saying.message();
		if (!StringUtils.hasText(message)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "Say something: {\"message\": \"...\"}");
		}
		try {
			return ResponseEntity.accepted().body(this.announcements.announce(message));
		}
		catch (IllegalArgumentException ex) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, ex.getMessage(), ex);
		}
	}

}
