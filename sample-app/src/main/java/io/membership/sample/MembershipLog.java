package io.membership.sample;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.membership.gossip.Member;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.spring.event.MemberFailedEvent;
import io.membership.spring.event.MemberJoinedEvent;
import io.membership.spring.event.MemberLeftEvent;
import io.membership.spring.event.MemberReapedEvent;
import io.membership.spring.event.MemberRecoveredEvent;
import io.membership.spring.event.MemberSuspectedEvent;
import io.membership.spring.event.MemberUpdatedEvent;
import io.membership.spring.event.MembershipEvent;
import io.membership.wire.SafeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Logs what happens to the members: one listener for each event. An application that
 * treats them all alike listens to {@link MembershipEvent}.
 */
@Component
class MembershipLog {

	private static final Logger logger = LoggerFactory.getLogger(MembershipLog.class);

	private static final int NAMES_SHOWN = 12;

	private final EventFeed feed;

	MembershipLog(EventFeed feed) {
		this.feed = feed;
	}

	@EventListener
	void joined(MemberJoinedEvent event) {
		report("joined", event);
	}

	@EventListener
	void updated(MemberUpdatedEvent event) {
		report("updated", event);
	}

	@EventListener
	void left(MemberLeftEvent event) {
		report("left", event);
	}

	@EventListener
	void failed(MemberFailedEvent event) {
		report("failed", event);
	}

	@EventListener
	void suspected(MemberSuspectedEvent event) {
		report("suspected", event);
	}

	@EventListener
	void recovered(MemberRecoveredEvent event) {
		report("recovered", event);
	}

	@EventListener
	void reaped(MemberReapedEvent event) {
		report("forgotten", event);
	}

	private void report(String kind, MembershipEvent event) {
		Member member = event.getMember();
		logger.info("{} {} | {}", SafeText.of(member.name()), kind, overview(event.getMemberlist()));
		this.feed.add(kind, member.name(), MemberView.text(member.address()));
	}

	/** For example {@code alive: a, b; failed: c}. */
	static String overview(Memberlist memberlist) {
		List<Member> members = memberlist.allMembers();
		return Arrays.stream(MemberStatus.values())
			.filter((status) -> members.stream().anyMatch((member) -> member.status() == status))
			.map((status) -> status.name().toLowerCase(Locale.ROOT) + ": " + names(members, status))
			.collect(Collectors.joining("; "));
	}

	private static String names(List<Member> members, MemberStatus status) {
		List<String> names = members.stream()
			.filter((member) -> member.status() == status)
			.map((member) -> SafeText.of(member.name()))
			.sorted()
			.toList();
		String shown = String.join(", ", names.subList(0, Math.min(names.size(), NAMES_SHOWN)));
		return (names.size() > NAMES_SHOWN) ? shown + " and " + (names.size() - NAMES_SHOWN) + " more" : shown;
	}

}
