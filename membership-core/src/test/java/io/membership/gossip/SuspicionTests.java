package io.membership.gossip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.wire.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How long a suspicion lasts, by itself and in a member. */
class SuspicionTests {

	private static final long MILLIS = Duration.ofMillis(1).toNanos();

	private final Suspicion suspicion = new Suspicion("first", 3, 500 * MILLIS, 2000 * MILLIS, 0, 0);

	// P2
	@ParameterizedTest
	@CsvSource({ "0, 2000", "1, 1250", "2, 810", "3, 500" })
	void everyConfirmationShortensTheSuspicion(int confirmations, long millis) {
		for (int i = 0; i < confirmations; i++) {
			assertThat(this.suspicion.confirm("accuser" + i)).isTrue();
		}
		assertThat(this.suspicion.remaining(0) / MILLIS).isBetween(millis - 3, millis + 1);
		assertThat(this.suspicion.remaining(100 * MILLIS) / MILLIS).isBetween(millis - 103, millis - 99);
	}

	// P2
	@Test
	void theFirstAccuserAndARepeatedOneDoNotCount() {
		assertThat(this.suspicion.confirm("first")).isFalse();
		assertThat(this.suspicion.confirm("second")).isTrue();
		assertThat(this.suspicion.confirm("second")).isFalse();
		assertThat(this.suspicion.remaining(0)).isEqualTo(1250 * MILLIS);
	}

	// P2
	@Test
	void confirmationsBeyondThoseWantedAreIgnored() {
		for (int i = 0; i < 3; i++) {
			assertThat(this.suspicion.confirm("accuser" + i)).isTrue();
		}
		assertThat(this.suspicion.confirm("one more")).isFalse();
		assertThat(this.suspicion.remaining(0)).isEqualTo(500 * MILLIS);
	}

	// P3
	@Test
	void whereNoConfirmationIsWantedTheShortestTimeHoldsAtOnce() {
		Suspicion lonely = new Suspicion("first", 0, 500 * MILLIS, 2000 * MILLIS, 0, 0);
		assertThat(lonely.remaining(0)).isEqualTo(500 * MILLIS);
		assertThat(lonely.confirm("second")).isFalse();
		assertThat(lonely.remaining(0)).isEqualTo(500 * MILLIS);
	}

	// P4
	@Test
	void aConfirmationAfterTheShortenedEndLeavesNoTime() {
		assertThat(this.suspicion.remaining(1500 * MILLIS)).isPositive();
		this.suspicion.confirm("second");
		assertThat(this.suspicion.remaining(1500 * MILLIS)).isNegative();
	}

	/** Members with the local one, confirmations, and when the suspicion ends. */
	// S3
	@ParameterizedTest
	@CsvSource({ "2, 0, 4000", "3, 0, 4000", "4, 0, 24000", "4, 1, 11381", "4, 2, 4000", "5, 0, 24000", "5, 1, 11381",
			"5, 2, 4000", "5, 3, 4000", "6, 0, 24000", "6, 1, 11381", "6, 2, 4000", "6, 3, 4000" })
	void aSuspectIsDeclaredDeadJustWhenItsTimeIsOver(int size, int confirmations, long millis) {
		Accused accused = new Accused(size);
		accused.confirm(confirmations);
		accused.runUntil(millis - 20);
		assertThat(accused.status()).isEqualTo(MemberStatus.SUSPECT);
		accused.runUntil(millis + 20);
		assertThat(accused.status()).isEqualTo(MemberStatus.FAILED);
	}

	// P4
	@Test
	void confirmationsThatComeAfterTheShortenedEndKillAtOnceAndOnlyOnce() {
		Accused accused = new Accused(6);
		accused.runUntil(15_000);
		assertThat(accused.status()).isEqualTo(MemberStatus.SUSPECT);
		accused.confirm(3);
		assertThat(accused.status()).isEqualTo(MemberStatus.FAILED);
		accused.runUntil(60_000);
		assertThat(accused.a.eventsAbout("target")).containsExactly(MemberEvent.Type.JOINED, MemberEvent.Type.SUSPECTED,
				MemberEvent.Type.FAILED);
	}

	// P4
	@Test
	void aSecondSuspicionHasItsFullTimeWhateverTimersTheFirstLeftBehind() {
		Accused accused = new Accused(4);
		accused.confirm(1);
		accused.runUntil(6000);
		accused.target.tell(accused.a, accused.target.alive(2));
		accused.accuse(2);
		accused.runUntil(23_900);
		assertThat(accused.status()).isEqualTo(MemberStatus.SUSPECT);
		accused.runUntil(24_100);
		assertThat(accused.status()).isEqualTo(MemberStatus.FAILED);
	}

	/**
	 * A member that suspects another one, which does not refute; the others can confirm.
	 */
	private static final class Accused {

		private final SimulatedCluster cluster = new SimulatedCluster(6, SimulatedCluster::unassisted);

		private final SimulatedMember a = this.cluster.start("a");

		private final ScriptedPeer target = ScriptedPeer.joined(this.cluster, "target", this.a);

		private final List<ScriptedPeer> others = new ArrayList<>();

		private Duration start = Duration.ZERO;

		private Accused(int size) {
			for (int i = 2; i < size; i++) {
				this.others.add(ScriptedPeer.joined(this.cluster, "other" + i, this.a));
			}
			accuse(1);
		}

		private void accuse(long incarnation) {
			this.target.tell(this.a, new Message.Suspect(incarnation, "target", "unknown"));
			this.start = this.cluster.simulation.now();
		}

		private void confirm(int count) {
			for (ScriptedPeer other : this.others.subList(0, count)) {
				other.tell(this.a, other.suspect("target", 1), other.suspect("target", 1));
			}
		}

		private void runUntil(long millis) {
			this.cluster.run(this.start.plusMillis(millis).minus(this.cluster.simulation.now()));
		}

		private MemberStatus status() {
			return this.a.status("target");
		}

	}

}
