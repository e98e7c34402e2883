package io.membership.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.membership.gossip.GossipObserver;
import io.membership.gossip.Member;
import io.membership.gossip.MemberEvent;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.MemberlistFixture;
import io.membership.gossip.UserDelegate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CompositeDelegatesTests {

	private final Member member = MemberlistFixture.member("a", MemberStatus.ALIVE);

	private final List<String> told = new ArrayList<>();

	@Test
	void aKindWithoutABeanStaysAbsent() {
		assertThat(CompositeDelegates.events(Stream.empty())).isNull();
		assertThat(CompositeDelegates.user(Stream.empty())).isNull();
		assertThat(CompositeDelegates.conflict(Stream.empty())).isNull();
		assertThat(CompositeDelegates.merge(Stream.empty())).isNull();
		assertThat(CompositeDelegates.alive(Stream.empty())).isNull();
		assertThat(CompositeDelegates.ping(Stream.empty())).isNull();
		assertThat(CompositeDelegates.observer(Stream.empty())).isNull();
	}

	@Test
	void everyEventDelegateIsToldInOrderEvenIfOneThrows() {
		var delegate = CompositeDelegates.events(Stream.of((event) -> this.told.add("1"), (event) -> {
			throw new IllegalArgumentException("broken");
		}, (event) -> this.told.add("3")));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> delegate.memberEvent(new MemberEvent(MemberEvent.Type.JOINED, this.member)))
			.withMessage("broken");
		assertThat(this.told).containsExactly("1", "3");
	}

	@Test
	void theFirstReasonAgainstANodeCounts() {
		assertThat(CompositeDelegates.alive(Stream.of((member) -> null, (member) -> "no", (member) -> "never"))
			.vetoAlive(this.member)).isEqualTo("no");
		assertThat(CompositeDelegates.alive(Stream.of((member) -> null)).vetoAlive(this.member)).isNull();
	}

	@Test
	void theFirstReasonAgainstAMergeCounts() {
		assertThat(CompositeDelegates.merge(Stream.of((members) -> null, (members) -> "no"))
			.vetoMerge(List.of(this.member))).isEqualTo("no");
		assertThat(CompositeDelegates.merge(Stream.of((members) -> null)).vetoMerge(List.of())).isNull();
	}

	@Test
	void everyConflictAndPingDelegateIsTold() {
		CompositeDelegates.conflict(Stream.of((one, other) -> this.told.add("1"), (one, other) -> this.told.add("2")))
			.conflict(this.member, this.member);
		CompositeDelegates
			.ping(Stream.of((member, time, payload) -> payload[0] = 9,
					(member, time, payload) -> this.told.add("payload " + payload[0])))
			.pingCompleted(this.member, Duration.ZERO, new byte[] { 5 });
		assertThat(this.told).containsExactly("1", "2", "payload 5");
	}

	@Test
	void everyObserverIsTold() {
		GossipObserver observer = new GossipObserver() {

			@Override
			public void probeRoundTrip(Duration duration) {
				CompositeDelegatesTests.this.told.add("probe");
			}

			@Override
			public void pushPull(Duration duration, boolean success) {
				CompositeDelegatesTests.this.told.add("push/pull " + success);
			}

		};
		GossipObserver both = CompositeDelegates.observer(Stream.of(observer, observer));
		both.probeRoundTrip(Duration.ZERO);
		both.pushPull(Duration.ZERO, true);
		assertThat(this.told).containsExactly("probe", "probe", "push/pull true", "push/pull true");
	}

	@Test
	void everyUserDelegateGetsMessagesAndStatesOfItsOwn() {
		UserDelegate greedy = new UserDelegate() {

			@Override
			public void message(byte[] message) {
				message[0] = 0;
			}

			@Override
			public void mergeRemoteState(byte[] state, boolean join) {
				state[0] = 0;
			}

		};
		UserDelegate other = new UserDelegate() {

			@Override
			public void message(byte[] message) {
				CompositeDelegatesTests.this.told.add("message " + message[0]);
			}

			@Override
			public void mergeRemoteState(byte[] state, boolean join) {
				CompositeDelegatesTests.this.told.add("state " + state[0]);
			}

		};
		UserDelegate both = CompositeDelegates.user(Stream.of(greedy, other));
		both.message(new byte[] { 1 });
		both.mergeRemoteState(new byte[] { 2 }, true);
		assertThat(this.told).containsExactly("message 1", "state 2");
		assertThat(both.localState(true)).isEmpty();
	}

	@Test
	void theLocalStateComesFromTheOneThatHasOne() {
		UserDelegate without = new UserDelegate() {
		};
		UserDelegate both = CompositeDelegates.user(Stream.of(without, new WithState(), without));
		assertThat(both.localState(false)).containsExactly(7);
	}

	@Test
	void severalLocalStatesAreAnErrorThatNamesTheClasses() {
		assertThatIllegalStateException()
			.isThrownBy(() -> CompositeDelegates.user(Stream.of(new WithState(), new WithState())))
			.withMessageContaining("Only one UserDelegate bean")
			.withMessageContaining(WithState.class.getName());
	}

	private static final class WithState implements UserDelegate {

		@Override
		public byte[] localState(boolean join) {
			return new byte[] { 7 };
		}

	}

}
