package io.membership.sample;

import java.time.Duration;
import java.util.List;

import io.membership.cluster.Cluster;
import io.membership.spring.ClusterTemplate;
import io.membership.spring.LocalNode;
import io.membership.spring.LocalNodes;
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

/** Serves the requests of the page. */
@RestController
class ClusterController {

	private static final Duration ANSWER_TIME = Duration.ofSeconds(2);

	private final Cluster cluster;

	private final LocalNode node;

	private final ClusterTemplate template;

	private final EventFeed feed;

	private final Announcements announcements;

	ClusterController(Cluster cluster, LocalNodes nodes, ClusterTemplate template, EventFeed feed,
			Announcements announcements) {
		this.cluster = cluster;
		this.node = nodes.primary();
		this.template = template;
		this.feed = feed;
		this.announcements = announcements;
	}

	/**
	 * The answer of a member.
	 *
	 * @param from name of the member, untrusted text
	 * @param text its answer, untrusted text
	 */
	record Answer(String from, String text) {

	}

	/**
	 * The data of the page.
	 *
	 * @param self name of this member
	 * @param healthScore its local health score
	 * @param members all known members, by name
	 * @param events the latest events, newest first
	 */
	record State(String self, int healthScore, List<MemberView> members, List<EventFeed.Entry> events) {

	}

	/**
	 * A message to all members.
	 *
	 * @param message the text
	 */
	record Saying(@Nullable String message) {

	}

	@GetMapping(path = "/state", produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<State> state() {
		String self = this.cluster.config().memberlist().name();
		List<MemberView> members = this.cluster.members()
			.stream()
			.map((member) -> MemberView.of(member, this.node, self))
			.toList();
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.body(new State(self, this.cluster.memberlist().healthScore(), members, this.feed.latest()));
	}

	/**
	 * Queries the load of every member; takes as long as the slowest, at most two
	 * seconds.
	 */
	@GetMapping(path = "/load", produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<List<Answer>> load() {
		List<Answer> answers = this.template.query(Load.QUERY, null, ANSWER_TIME)
			.stream()
			.map((answer) -> new Answer(answer.from(), this.template.read(answer, String.class)))
			.toList();
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(answers);
	}

	/**
	 * Accepts JSON only: a form on another web site cannot send JSON without permission,
	 * so it cannot make a browser on this machine speak for its user.
	 */
	@PostMapping(path = "/event", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Announcement> event(@RequestBody Saying saying) {
		String message = saying.message();
		if (!StringUtils.hasText(message)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "Send a message: {\"message\": \"...\"}");
		}
		try {
			return ResponseEntity.accepted().body(this.announcements.announce(message));
		}
		catch (IllegalArgumentException ex) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, ex.getMessage(), ex);
		}
	}

}
