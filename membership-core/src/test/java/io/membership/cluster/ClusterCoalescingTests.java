package io.membership.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.membership.cluster.EventsConfig.Coalescing;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A member that holds events back, in virtual time. */
class ClusterCoalescingTests {

	private final SimulatedMembers members = new SimulatedMembers(22);

	private final ListeningNode patient = this.members.start("patient",
			(config) -> config.withEvents((events) -> events.withCoalescing((coalescing) -> Coalescing.AGENT)));

	@Test
	void membersThatJoinTogetherAreOneEventAndNothingIsToldTwice() {
		this.members.run(5);
		List<ListeningNode> all = new ArrayList<>(List.of(this.patient));
		for (int i = 0; i < 5; i++) {
			all.add(this.members.start("n" + i, (config) -> config));
		}
		this.members.join(all);
		this.members.run(60);
		assertThat(this.patient.events()).hasSizeLessThan(4);
		for (ListeningNode one : all) {
			assertThat(this.patient.happened(one.name())).containsExactly(MemberEventType.JOIN);
		}
	}

	@Test
	void ofUserEventsThatMayBeCoalescedTheListenerHearsTheLast() {
		ListeningNode sender = this.members.start("sender", (config) -> config);
		this.members.join(List.of(this.patient, sender));
		for (int i = 0; i < 10; i++) {
			sender.cluster().publish("deploy", new byte[] { (byte) ('0' + i) }, true);
			sender.cluster().publish("restart", new byte[] { (byte) ('0' + i) }, false);
		}
		this.members.run(10);
		assertThat(this.patient.userEvents().stream().filter((text) -> text.startsWith("deploy")))
			.containsExactly("deploy=9");
		assertThat(this.patient.userEvents().stream().filter((text) -> text.startsWith("restart"))).hasSize(10);
		assertThat(sender.userEvents()).hasSize(20);
	}

	@Test
	void whatIsHeldBackIsDeliveredBeforeTheEnd() {
		this.members.run(5);
		this.patient.cluster().publish("deploy", new byte[] { 'x' }, true);
		this.members.simulation().runFor(Duration.ofMillis(10));
		assertThat(this.patient.userEvents()).isEmpty();
		this.members.await(this.patient.cluster().shutdown());
		this.members.run(1);
		assertThat(this.patient.userEvents()).containsExactly("deploy=x");
	}

}
