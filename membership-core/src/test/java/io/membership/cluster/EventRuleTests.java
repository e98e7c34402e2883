package io.membership.cluster;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.membership.gossip.ProtocolVersions;
import io.membership.runtime.Mailbox;
import io.membership.runtime.MailboxFigures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a slow listener hears of. */
class EventRuleTests {

	private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 1);

	private final MailboxFigures figures = new MailboxFigures();

	private final Deque<Runnable> work = new ArrayDeque<>();

	private final List<String> heard = new ArrayList<>();

	private final Mailbox<ClusterEvent> mailbox = new Mailbox<>("test", this::hear, this.work::add,
			new Mailbox.Limits(3, 100), new EventRule(), this.figures, () -> 0L);

	@ParameterizedTest
	@CsvSource({ "JOIN, JOIN, JOIN", "JOIN, UPDATE, JOIN", "JOIN, LEAVE, LEAVE", "JOIN, FAILED, FAILED",
			"JOIN, REAP, REAP", "UPDATE, JOIN, UPDATE", "UPDATE, UPDATE, UPDATE", "UPDATE, FAILED, FAILED",
			"LEAVE, JOIN, UPDATE", "LEAVE, REAP, REAP", "FAILED, JOIN, UPDATE", "FAILED, LEAVE, LEAVE",
			"FAILED, FAILED, FAILED", "FAILED, REAP, REAP", "REAP, JOIN, JOIN", "REAP, FAILED, FAILED" })
	void severalEventsOfAMemberBecomeTheirNetEffect(MemberEventType first, MemberEventType last, MemberEventType net) {
		ClusterEvent merged = new EventRule().merge(change(first, "a"), change(last, "a"));
		assertThat(merged).isInstanceOfSatisfying(ClusterEvent.Membership.class,
				(event) -> assertThat(event.type()).isEqualTo(net));
	}

	@Test
	void theLastStateOfAMemberIsNeverLost() {
		user("e0");
		user("e1");
		put(MemberEventType.JOIN, "a");
		for (int i = 0; i < 100; i++) {
			put(MemberEventType.FAILED, "a");
			put(MemberEventType.JOIN, "a");
			put(MemberEventType.JOIN, "b");
			put(MemberEventType.UPDATE, "b");
			put(MemberEventType.FAILED, "c");
		}
		assertThat(this.figures.depth()).isLessThan(10);
		catchUp();
		assertThat(this.heard).containsExactly("e0", "e1", "JOIN a", "JOIN b", "FAILED c");
	}

	@Test
	void whatIsLeftOfAMemberIsHowItWasLast() {
		ClusterEvent last = new ClusterEvent.Membership(MemberEventType.UPDATE, List.of(member("a", "now")));
		ClusterEvent merged = new EventRule().merge(change(MemberEventType.UPDATE, "a"), last);
		assertThat(merged).isEqualTo(last);
	}

	@Test
	void membersThatAreForgottenDoNotFillTheMemory() {
		for (int i = 0; i < 10_000; i++) {
			put(MemberEventType.JOIN, "m" + i);
			put(MemberEventType.FAILED, "m" + i);
			put(MemberEventType.REAP, "m" + i);
		}
		assertThat(this.figures.depth()).isLessThan(10);
	}

	@Test
	void coalescedEventsAreTakenApartWhenThereIsNoRoom() {
		put(MemberEventType.JOIN, "a");
		user("x");
		user("y");
		this.mailbox
			.put(new ClusterEvent.Membership(MemberEventType.FAILED, List.of(member("a", ""), member("b", ""))));
		catchUp();
		assertThat(this.heard).containsExactly("FAILED a", "x", "y", "FAILED b");
	}

	@Test
	void ofConflictsOfTheNameTheLatestIsKept() {
		Stream.of("x", "y", "z").forEach(this::user);
		this.mailbox.put(new ClusterEvent.NameConflict("me", ADDRESS, 3, 2, false));
		this.mailbox.put(new ClusterEvent.NameConflict("me", ADDRESS, 3, 1, true));
		catchUp();
		assertThat(this.heard).containsExactly("x", "y", "z", "lost true");
	}

	@Test
	void suspicionsOfAMemberThatCancelEachOtherAreNotDelivered() {
		Stream.of("x", "y", "z").forEach(this::user);
		suspicion("a", true);
		suspicion("a", false);
		suspicion("b", true);
		suspicion("b", false);
		suspicion("b", true);
		catchUp();
		assertThat(this.heard).containsExactly("x", "y", "z", "suspect b");
	}

	@Test
	void aSuspicionAndAChangeOfAMemberBecomeTheirNetEffect() {
		Stream.of("x", "y", "z").forEach(this::user);
		put(MemberEventType.JOIN, "new");
		suspicion("new", true);
		put(MemberEventType.UPDATE, "known");
		suspicion("known", true);
		suspicion("lost", true);
		put(MemberEventType.FAILED, "lost");
		suspicion("back", true);
		put(MemberEventType.FAILED, "back");
		put(MemberEventType.JOIN, "back");
		catchUp();
		assertThat(this.heard).containsExactly("x", "y", "z", "JOIN new", "UPDATE known", "FAILED lost", "UPDATE back");
	}

	@Test
	void userEventsAreDroppedByTheirNumberAndTheirSize() {
		this.mailbox.put(new ClusterEvent.User(1, "large", new byte[90], false));
		this.mailbox.put(new ClusterEvent.User(1, "larger", new byte[10], false));
		user("x");
		user("y");
		user("z");
		assertThat(this.figures.dropped()).isEqualTo(2);
		catchUp();
		assertThat(this.heard).containsExactly("large", "x", "y");
	}

	private void hear(ClusterEvent event) {
		if (event instanceof ClusterEvent.Membership change) {
			this.heard.add(change.type() + " " + change.members().get(0).name());
		}
		else if (event instanceof ClusterEvent.User user) {
			this.heard.add(user.name());
		}
		else if (event instanceof ClusterEvent.Suspicion suspicion) {
			this.heard.add((suspicion.member().suspect() ? "suspect " : "cleared ") + suspicion.member().name());
		}
		else if (event instanceof ClusterEvent.NameConflict conflict) {
			this.heard.add("lost " + conflict.lost());
		}
	}

	private void user(String name) {
		this.mailbox.put(new ClusterEvent.User(1, name, new byte[0], false));
	}

	private void put(MemberEventType type, String name) {
		this.mailbox.put(change(type, name));
	}

	private void suspicion(String name, boolean suspect) {
		ClusterMember member = member(name, "");
		this.mailbox.put(new ClusterEvent.Suspicion(new ClusterMember(name, member.address(), member.tags(),
				member.state(), suspect, member.since(), 1, member.versions(), null)));
	}

	private static ClusterEvent change(MemberEventType type, String name) {
		return new ClusterEvent.Membership(type, List.of(member(name, "")));
	}

	private static ClusterMember member(String name, String tag) {
		return new ClusterMember(name, ADDRESS, Map.of("tag", tag), MemberState.ALIVE, false, Instant.EPOCH, 1,
				new ProtocolVersions(1, 5, 2, 2, 5, 5), null);
	}

	private void catchUp() {
		while (!this.work.isEmpty()) {
			this.work.remove().run();
		}
	}

}
