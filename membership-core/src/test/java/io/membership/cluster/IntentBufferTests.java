package io.membership.cluster;

import java.time.Duration;

import io.membership.cluster.IntentBuffer.Intent;
import io.membership.cluster.IntentBuffer.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Intents of members that are not known yet. */
class IntentBufferTests {

	private static final long TIMEOUT = Duration.ofMinutes(5).toNanos();

	private final IntentBuffer intents = new IntentBuffer();

	/** After a join intent of time 10. */
	@ParameterizedTest
	@CsvSource({ "LEAVE, 11, true, LEAVE, 11", "JOIN, 11, true, JOIN, 11", "LEAVE, 10, false, JOIN, 10",
			"JOIN, 10, false, JOIN, 10", "LEAVE, 9, false, JOIN, 10", "LEAVE, -1, true, LEAVE, -1" })
	void theNewestIntentWins(Type type, long time, boolean stored, Type kept, long keptTime) {
		assertThat(this.intents.store(Type.JOIN, "a", 10, 0)).isTrue();
		assertThat(this.intents.store(type, "a", time, 1)).isEqualTo(stored);
		assertThat(this.intents.get("a")).isEqualTo(new Intent(kept, keptTime, stored ? 1 : 0));
	}

	@Test
	void eachMemberHasItsOwnIntent() {
		this.intents.store(Type.JOIN, "a", 10, 0);
		this.intents.store(Type.LEAVE, "b", 3, 0);
		assertThat(this.intents.get("b")).isEqualTo(new Intent(Type.LEAVE, 3, 0));
		assertThat(this.intents.get("c")).isNull();
		this.intents.remove("b");
		assertThat(this.intents.get("b")).isNull();
		assertThat(this.intents.size()).isEqualTo(1);
	}

	@Test
	void anIntentExpiresWhenItIsOlderThanTheTimeout() {
		this.intents.store(Type.JOIN, "a", 10, 1000);
		this.intents.store(Type.JOIN, "b", 10, 2000);
		assertThat(this.intents.expire(1000 + TIMEOUT, TIMEOUT)).isZero();
		assertThat(this.intents.expire(1001 + TIMEOUT, TIMEOUT)).isEqualTo(1);
		assertThat(this.intents.get("a")).isNull();
		assertThat(this.intents.get("b")).isNotNull();
	}

	@Test
	void aRepetitionDoesNotLetAnIntentLiveLonger() {
		this.intents.store(Type.JOIN, "a", 10, 0);
		this.intents.store(Type.JOIN, "a", 10, TIMEOUT);
		assertThat(this.intents.expire(TIMEOUT + 1, TIMEOUT)).isEqualTo(1);
	}

	@Test
	void theClockMayPassItsLargestNumber() {
		this.intents.store(Type.JOIN, "a", 10, Long.MAX_VALUE - 5);
		assertThat(this.intents.expire(Long.MIN_VALUE + 5, TIMEOUT)).isZero();
		assertThat(this.intents.expire(Long.MIN_VALUE + TIMEOUT, TIMEOUT)).isEqualTo(1);
	}

	@Test
	void aFloodOfNamesIsBoundedAndTheNewestAreKept() {
		for (int i = 0; i <= IntentBuffer.MAX_INTENTS; i++) {
			assertThat(this.intents.store(Type.JOIN, "node" + i, 1, i)).isTrue();
		}
		assertThat(this.intents.size()).isEqualTo(IntentBuffer.MAX_INTENTS);
		assertThat(this.intents.get("node0")).isNull();
		assertThat(this.intents.get("node1")).isNotNull();
		assertThat(this.intents.get("node" + IntentBuffer.MAX_INTENTS)).isNotNull();
	}

}
