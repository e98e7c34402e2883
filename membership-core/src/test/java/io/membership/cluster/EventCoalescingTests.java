package io.membership.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.membership.cluster.EventsConfig.Coalescing;
import io.membership.gossip.ProtocolVersions;
import io.membership.runtime.ManualRuntime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When events pass that may be held back, in virtual time. */
class EventCoalescingTests {

	private final ManualRuntime runtime = new ManualRuntime();

	private final List<String> passed = new ArrayList<>();

	private EventCoalescing stage = stage(Coalescing.AGENT);

	@Test
	void withoutAPeriodEverythingPassesAtOnce() {
		this.stage = stage(Coalescing.OFF);
		member(MemberEventType.JOIN, "a", 1);
		user("deploy", 1, true);
		assertThat(this.passed).containsExactly("JOIN a", "deploy@1");
	}

	@Test
	void eachKindHasAPeriodOfItsOwn() {
		this.stage = stage(new Coalescing(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(3), Duration.ofSeconds(1)));
		member(MemberEventType.JOIN, "a", 1);
		user("deploy", 1, true);
		assertThat(this.passed).containsExactly("JOIN a");
		run(1);
		assertThat(this.passed).containsExactly("JOIN a", "deploy@1");
	}

	@Test
	void eventsOfMembersPassTogetherAfterAQuietSecond() {
		member(MemberEventType.JOIN, "a", 1);
		this.runtime.run(Duration.ofMillis(900));
		member(MemberEventType.JOIN, "b", 1);
		this.runtime.run(Duration.ofMillis(999));
		assertThat(this.passed).isEmpty();
		this.runtime.run(Duration.ofMillis(1));
		assertThat(this.passed).containsExactly("JOIN a,b");
	}

	@Test
	void noEventWaitsLongerThanThePeriod() {
		for (int i = 0; i < 6; i++) {
			member(MemberEventType.JOIN, "m" + i, 1);
			this.runtime.run(Duration.ofMillis(500));
		}
		assertThat(this.passed).containsExactly("JOIN m0,m1,m2,m3,m4,m5");
	}

	@Test
	void whoFlapsWithoutAnyDifferenceIsNotMentionedAndAnUpdateNotRepeated() {
		member(MemberEventType.JOIN, "a", 1);
		run(2);
		member(MemberEventType.FAILED, "a", 1);
		member(MemberEventType.JOIN, "a", 2);
		run(2);
		member(MemberEventType.UPDATE, "a", 3);
		run(2);
		member(MemberEventType.JOIN, "b", 3);
		run(10);
		assertThat(this.passed).containsExactly("JOIN a", "UPDATE a", "JOIN b");
	}

	@Test
	void whoLeftAndWasForgottenInOneWindowHasDoneBoth() {
		member(MemberEventType.JOIN, "a", 1);
		run(2);
		member(MemberEventType.LEAVE, "a", 2);
		member(MemberEventType.REAP, "a", 2);
		run(2);
		assertThat(this.passed).containsExactly("JOIN a", "LEAVE a", "REAP a");
	}

	@Test
	void ofUserEventsThatMayBeCoalescedTheLatestOfANamePasses() {
		user("deploy", 1, true);
		user("deploy", 3, true);
		user("deploy", 2, true);
		user("restart", 2, true);
		run(1);
		assertThat(this.passed).containsExactly("restart@2", "deploy@3");
	}

	@Test
	void userEventsThatMayNotBeCoalescedPassAtOnce() {
		user("deploy", 1, true);
		user("deploy", 2, false);
		assertThat(this.passed).containsExactly("deploy@2");
		run(1);
		assertThat(this.passed).containsExactly("deploy@2", "deploy@1");
	}

	@Test
	void tooManyHeldUserEventsPassAtOnceAndTheNextWindowIsFlushedInTime() {
		for (int i = 0; i < UserEventCoalescer.MAX_HELD; i++) {
			user("event" + i, i, true);
		}
		assertThat(this.passed).hasSize(UserEventCoalescer.MAX_HELD);
		this.passed.clear();
		this.runtime.run(Duration.ofMillis(500));
		user("deploy", 1, true);
		this.runtime.run(Duration.ofMillis(999));
		assertThat(this.passed).isEmpty();
		this.runtime.run(Duration.ofMillis(1));
		assertThat(this.passed).containsExactly("deploy@1");
	}

	@Test
	void atTheEndWhatIsHeldPassesAndNothingIsHeldAnyMore() {
		member(MemberEventType.JOIN, "a", 1);
		user("deploy", 1, true);
		this.stage.close();
		assertThat(this.passed).containsExactly("JOIN a", "deploy@1");
		member(MemberEventType.FAILED, "a", 1);
		user("deploy", 2, true);
		run(10);
		assertThat(this.passed).containsExactly("JOIN a", "deploy@1", "FAILED a", "deploy@2");
	}

	private EventCoalescing stage(Coalescing settings) {
		return new EventCoalescing(this.runtime, settings, (event) -> {
			if (event instanceof ClusterEvent.Membership change) {
				this.passed.add(change.type() + " "
						+ String.join(",", change.members().stream().map(ClusterMember::name).toList()));
			}
			else if (event instanceof ClusterEvent.User user) {
				this.passed.add(user.name() + "@" + user.time());
			}
		});
	}

	private void member(MemberEventType type, String name, long time) {
		MemberState state = switch (type) {
			case JOIN, UPDATE -> MemberState.ALIVE;
			case FAILED -> MemberState.FAILED;
			case LEAVE, REAP -> MemberState.LEFT;
		};
		this.stage.put(new ClusterEvent.Membership(type,
				List.of(new ClusterMember(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 7946), Map.of(),
						state, false, Instant.EPOCH, time, new ProtocolVersions(1, 5, 2, 2, 5, 4), null))));
	}

	private void user(String name, long time, boolean coalesce) {
		this.stage.put(new ClusterEvent.User(time, name, new byte[0], coalesce));
	}

	private void run(int seconds) {
		this.runtime.run(Duration.ofSeconds(seconds));
	}

}
