package io.membership.gossip;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who waits for which ack, and until when. */
class AckHandlersTests {

	private final AckHandlers acks = new AckHandlers(0);

	private final List<String> called = new ArrayList<>();

	// S16
	@Test
	void sequenceNumbersAreUniqueAndRise() {
		long before = this.acks.nextSequence();
		for (int i = 0; i < 1000; i++) {
			long next = this.acks.nextSequence();
			assertThat(next).isEqualTo(before + 1);
			before = next;
		}
	}

	// S16
	@Test
	void sequenceNumbersWrapAroundAfter32Bits() {
		AckHandlers late = new AckHandlers(0xffff_fffeL);
		assertThat(late.nextSequence()).isEqualTo(0xffff_ffffL);
		assertThat(late.nextSequence()).isZero();
		assertThat(late.nextSequence()).isEqualTo(1);
	}

	// S16
	@Test
	void aSequenceNumberThatIsStillInUseIsNotGivenOutAgain() {
		this.acks.register(2, (payload) -> {
		}, () -> {
		});
		Set<Long> given = new HashSet<>(Set.of(this.acks.nextSequence(), this.acks.nextSequence()));
		assertThat(given).containsExactlyInAnyOrder(1L, 3L);
	}

	// S17
	@Test
	void aHandlerIsRemovedByItsAck() {
		register(7);
		this.acks.acked(7, null);
		assertThat(this.called).containsExactly("ack 7");
		assertThat(this.acks.size()).isZero();
	}

	// S17
	@Test
	void aHandlerIsRemovedByItsTimeout() {
		register(7);
		assertThat(this.acks.remove(7)).isTrue();
		assertThat(this.acks.size()).isZero();
		assertThat(this.acks.remove(7)).isFalse();
		assertThat(this.called).isEmpty();
	}

	// S18
	@Test
	void anAckWithAnUnknownSequenceNumberIsHarmless() {
		register(7);
		this.acks.acked(8, new byte[] { 1 });
		this.acks.nacked(9);
		assertThat(this.called).isEmpty();
		assertThat(this.acks.size()).isEqualTo(1);
	}

	// S19
	@Test
	void aHandlerIsCalledForItsFirstAckOnly() {
		register(7);
		this.acks.acked(7, null);
		this.acks.acked(7, null);
		assertThat(this.called).containsExactly("ack 7");
	}

	// S20
	@Test
	void anAckAfterTheTimeoutIsHarmless() {
		register(7);
		this.acks.remove(7);
		this.acks.acked(7, null);
		this.acks.nacked(7);
		assertThat(this.called).isEmpty();
	}

	// S21
	@Test
	void aNackLeavesTheHandlerWaitingForTheAck() {
		register(7);
		this.acks.nacked(7);
		this.acks.nacked(7);
		this.acks.acked(7, null);
		assertThat(this.called).containsExactly("nack 7", "nack 7", "ack 7");
		assertThat(this.acks.size()).isZero();
	}

	private void register(long sequence) {
		this.acks.register(sequence, (payload) -> this.called.add("ack " + sequence),
				() -> this.called.add("nack " + sequence));
	}

}
