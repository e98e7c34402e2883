package io.membership.sample;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.membership.Addresses;
import io.membership.SafeText;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMember;
import io.membership.spring.event.MemberFailedEvent;
import io.membership.spring.event.MemberJoinedEvent;
import io.membership.spring.event.MemberLeftEvent;
import io.membership.spring.event.MemberReapedEvent;
import io.membership.spring.event.MemberRecoveredEvent;
import io.membership.spring.event.MemberSuspectedEvent;
import io.membership.spring.event.MemberUpdatedEvent;
import io.membership.spring.event.MembershipEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Logs membership changes, with one listener for each event type. An application that
 * treats all of them alike can listen to {@link MembershipEvent} instead.
 */
@Component
class MembershipLog {

	private static final Logger logger = LoggerFactory.getLogger(MembershipLog.class);

	private static final int NAMES_SHOWN = 12;

	private static final List<String> STATUSES = List.of("alive", "suspect", "leaving", "failed", "left");

	private final Cluster cluster;

	private final EventFeed feed;

	MembershipLog(Cluster cluster, EventFeed feed) {
		this.cluster = cluster;
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
	void reaped(MemberReapedEvent event) {
		report("forgotten", event);
	}

	@EventListener
	void suspected(MemberSuspectedEvent event) {
		report("suspected", event);
	}

	@EventListener
	void recovered(MemberRecoveredEvent event) {
		report("recovered", event);
	}

	private void report(String kind, MembershipEvent event) {
		ClusterMember member = event.getMember();
		logger.info("{} {} | {}", SafeText.of(member.name()), kind, overview(this.cluster));
		this.feed.add(kind, member.name(), Addresses.format(member.address()));
	}

	/** Returns the members by status, for example {@code alive: a, b; failed: c}. */
	static String overview(Cluster cluster) {
		Map<String, List<String>> names = cluster.members()
			.stream()
			.collect(Collectors.groupingBy(MemberView::status,
					Collectors.mapping((member) -> SafeText.of(member.name()), Collectors.toList())));
		return STATUSES.stream()
			.filter(names::containsKey)
			.map((status) -> status + ": " + shortened(names.getOrDefault(status, List.of())))
			.collect(Collectors.joining("; "));
	}

	private static String shortened(List<String> names) {
		String shown = String.join(", ", names.subList(0, Math.min(names.size(), NAMES_SHOWN)));
		return (names.size() > NAMES_SHOWN) ? shown + " and " + (names.size() - NAMES_SHOWN) + " more" : shown;
	}

}
