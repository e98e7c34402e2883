package io.membership.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.membership.ConfigException;
import io.membership.Subscription;
import io.membership.wire.SerfMessage;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** User events and those who listen, in virtual time. */
class UserEventTests extends ClusterScenario {

	@Test
	void anEventOlderThanTheBufferIsDropped() {
		form(2, (config) -> config.withEvents((events) -> events.withBuffer(10)));
		inject(node(0), event(100, "new", "a"));
		inject(node(0), event(90, "lost", "a"));
		inject(node(0), event(92, "late", "a"));
		run(2);
		assertThat(node(0).userEvents()).containsExactly("new=a", "late=a");
		assertThat(node(0).cluster().metrics().value(ClusterMetrics.Gauge.EVENT_TIME)).isEqualTo(101);
	}

	@Test
	void eventsOfOneTimeAreTheSameOnlyIfNameAndPayloadAre() {
		form(2);
		inject(node(0), event(100, "deploy", "a"));
		inject(node(0), event(100, "deploy", "a"));
		inject(node(0), event(100, "deploy", "b"));
		inject(node(0), event(100, "other", "a"));
		run(5);
		assertThat(node(0).userEvents()).containsExactly("deploy=a", "deploy=b", "other=a");
		assertThat(node(1).userEvents()).containsExactlyInAnyOrder("deploy=a", "deploy=b", "other=a");
	}

	@Test
	void anEventFarAheadIsRefusedAndLeavesTheClock() {
		form(2);
		finish(node(0).cluster().publish("deploy", bytes(""), false));
		inject(node(0), event(5, "first", ""));
		inject(node(0), event(1L << 50, "poison", ""));
		run(2);
		assertThat(node(0).userEvents()).doesNotContain("poison=");
		assertThat(node(0).count(ClusterMetrics.Counter.CLOCK_JUMPS_REFUSED)).isEqualTo(1);
		finish(node(1).cluster().publish("after", bytes(""), false));
		run(5);
		assertThat(node(0).userEvents()).contains("after=");
	}

	@Test
	void anEventThatNobodyMayBeConfiguredToSendIsDropped() {
		form(2);
		inject(node(0), event(5, "big", "x".repeat(9300)));
		run(2);
		assertThat(node(0).userEvents()).isEmpty();
	}

	@Test
	void aFloodOfLargeEventsIsNotKeptWholeAndWhatComesAfterItReachesALateMember() {
		form(2);
		for (int i = 0; i < 1000; i++) {
			inject(node(0), event(1000 + i / 25, "flood" + i, "x".repeat(9000)));
		}
		inject(node(0), event(1100, "after", "a"));
		run(5);
		assertThat(node(0).userEvents()).contains("after=a");
		ListeningNode late = start("late", (config) -> config);
		finish(late.join(node(0)));
		run(5);
		assertThat(late.userEvents()).contains("after=a");
		assertThat(node(0).count(ClusterMetrics.Counter.USER_EVENTS)).isEqualTo(1001);
		assertThat(late.count(ClusterMetrics.Counter.USER_EVENTS)).isBetween(800L, 950L);
	}

	@Test
	void theLimitOfEventsCanBeConfiguredUpToSerfsOwn() {
		form(2, (config) -> config.withEvents((events) -> events.withSizeLimit(1000)));
		finish(node(0).cluster().publish("big", new byte[900], false));
		run(5);
		assertThat(node(1).userEvents()).hasSize(1);
		assertThat(failureOf(new byte[990]))
			.hasMessage("encoded user event exceeds configured limit of 1000 bytes" + " after encoding");
		assertThatExceptionOfType(ConfigException.class)
			.isThrownBy(() -> start("x", (config) -> config.withEvents((events) -> events.withSizeLimit(9217))))
			.withMessageContaining("user event size limit exceeds limit of 9216 bytes");
	}

	@Test
	void anEventThatNoPacketCarriesIsRefusedAtOnceAndSaysWhatToRaise() {
		form(2, (config) -> config.withEvents((events) -> events.withSizeLimit(9000)));
		int room = node(0).cluster().memberlist().maxBroadcastBytes();
		assertThat(failureOf(new byte[2000])).isInstanceOf(IllegalArgumentException.class)
			.hasMessageMatching("event of 20\\d\\d bytes exceeds the " + room
					+ " bytes that a packet carries; raise gossip.udp-buffer-size \\(1400 bytes\\).*");
		assertThat(node(0).cluster().metrics().value(ClusterMetrics.Gauge.EVENT_QUEUE)).isZero();
		assertThat(node(0).userEvents()).isEmpty();
	}

	@Test
	void withALargerPacketALargerEventIsGossiped() {
		for (int i = 0; i < 2; i++) {
			start("n" + i, (config) -> config.withEvents((events) -> events.withSizeLimit(9000)),
					(config) -> config.withGossip((gossip) -> gossip.withUdpBufferSize(4000)));
		}
		finish(node(1).join(node(0)));
		finish(node(0).cluster().publish("big", new byte[3000], false));
		run(2);
		assertThat(node(1).userEvents()).hasSize(1);
	}

	@Test
	void anEventOfAnotherThatNoPacketOfThisMemberCarriesDoesNotWaitForEver() {
		form(2);
		inject(node(0), event(5, "big", "x".repeat(2000)));
		run(2);
		assertThat(node(0).userEvents()).hasSize(1);
		assertThat(node(0).cluster().metrics().value(ClusterMetrics.Gauge.EVENT_QUEUE)).isZero();
	}

	@Test
	void everyListenerHearsWhatHappensUntilItEndsItsSubscription() {
		form(2);
		List<ClusterEvent> heard = new ArrayList<>();
		Subscription subscription = node(0).cluster().subscribe(heard::add);
		node(0).cluster().subscribe((event) -> {
			throw new IllegalStateException("provoked");
		});
		finish(node(1).cluster().publish("one", bytes(""), false));
		run(5);
		subscription.close();
		finish(node(1).cluster().publish("two", bytes(""), false));
		run(5);
		assertThat(heard).hasSize(1);
		assertThat(node(0).userEvents()).containsExactly("one=", "two=");
	}

	@Test
	void aListenerThatIsStuckLosesUserEventsButNotTheLastStateOfAMember() {
		form(3, (config) -> config.withEvents((events) -> events.withQueueCapacity(16)));
		node(0).clearEvents();
		this.simulation.node(node(0).address()).stickBlocking(Duration.ofMinutes(5));
		for (int i = 0; i < 100; i++) {
			finish(node(1).cluster().publish("e" + i, bytes(""), false));
		}
		run(5);
		node(1).cluster().tags(Map.of("state", "1"));
		run(5);
		node(1).cluster().tags(Map.of("state", "2"));
		run(5);
		this.simulation.node(node(2).address()).crash();
		run(5 * 60);
		assertThat(node(0).cluster().metrics().listeners().dropped()).isPositive();
		assertThat(node(0).userEvents()).hasSizeLessThanOrEqualTo(17);
		assertThat(node(0).happened("n1")).containsExactly(MemberEventType.UPDATE);
		assertThat(node(0).happened("n2")).containsExactly(MemberEventType.FAILED);
	}

	@Test
	void aQueueOfBroadcastsIsBoundedWhenSomethingIsQueued() {
		ListeningNode lonely = start("lonely",
				(config) -> config.withBroadcasts((broadcasts) -> broadcasts.withMaxDepth(10)));
		ListeningNode grown = start("grown",
				(config) -> config.withBroadcasts((broadcasts) -> broadcasts.withMaxDepth(10).withMinDepth(20)));
		for (int i = 0; i < 50; i++) {
			lonely.cluster().publish("e" + i, bytes(""), false);
			grown.cluster().publish("e" + i, bytes(""), false);
		}
		run(1);
		assertThat(lonely.cluster().metrics().value(ClusterMetrics.Gauge.EVENT_QUEUE)).isEqualTo(10);
		assertThat(grown.cluster().metrics().value(ClusterMetrics.Gauge.EVENT_QUEUE)).isEqualTo(20);
	}

	@Test
	void aDeepQueueIsWarnedOfAtALimitedRate() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		Logger logger = (Logger) LoggerFactory.getLogger(BroadcastQueue.class);
		logger.addAppender(log);
		try {
			ListeningNode lonely = start("lonely", (config) -> config
				.withBroadcasts((broadcasts) -> broadcasts.withDepthWarning(40).withMaxDepth(100)));
			for (int i = 0; i < 50; i++) {
				lonely.cluster().publish("e" + i, bytes(""), false);
			}
			run(9 * 60);
			assertThat(log.list).hasSize(1);
			run(10 * 60);
			assertThat(log.list).hasSize(2);
			assertThat(log.list.get(0).getFormattedMessage())
				.isEqualTo("The event queue has 50 broadcasts waiting to be gossiped");
		}
		finally {
			logger.detachAppender(log);
		}
	}

	private Throwable failureOf(byte[] payload) {
		return failure(node(0).cluster().publish("big", payload, false));
	}

	private static SerfMessage.UserEvent event(long time, String name, String payload) {
		return new SerfMessage.UserEvent(time, name, bytes(payload), false);
	}

}
