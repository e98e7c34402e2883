package io.membership.gossip;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.membership.testing.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The order and the limits of the broadcasts that wait to be gossiped. */
class TransmitLimitedQueueTests {

	private static final int ALL = 100_000;

	private final List<String> finished = new ArrayList<>();

	private int nodes = 12;

	private int maxItems = 1000;

	private final TransmitLimitedQueue queue = new TransmitLimitedQueue(() -> this.nodes, 2, () -> this.maxItems);

	// Q1
	@Test
	void whatWasTransmittedLeastGoesFirst() {
		queue("a", 10);
		assertThat(take(ALL)).containsExactly("a");
		queue("b", 10);
		assertThat(take(ALL)).containsExactly("b", "a");
	}

	// Q1
	@Test
	void amongTheLeastTransmittedTheLongerGoesFirst() {
		queue("short", 5);
		queue("long", 50);
		queue("middle", 20);
		assertThat(take(ALL)).containsExactly("long", "middle", "short");
	}

	// Q1
	@Test
	void amongThoseOfTheSameLengthTheNewerGoesFirst() {
		queue("older", 10);
		queue("newer", 10);
		assertThat(take(ALL)).containsExactly("newer", "older");
	}

	// Q2
	@Test
	void aNewerBroadcastAboutTheSameNodeReplacesTheOlder() {
		queue("a", 10);
		take(ALL);
		queue("a", 11);
		assertThat(this.queue.size()).isEqualTo(1);
		assertThat(this.finished).containsExactly("a");
		assertThat(this.queue.take(0, ALL)).singleElement().satisfies((taken) -> assertThat(taken).hasSize(11));
	}

	// W1
	@Test
	void aBroadcastAboutOneNodeReplacesNoneAboutAnother() {
		queue("a", 10);
		queue("b", 10);
		queue(null, 10);
		queue(null, 10);
		assertThat(this.queue.size()).isEqualTo(4);
		assertThat(this.finished).isEmpty();
	}

	// Q3
	@Test
	void whatIsTakenFitsWithItsOverheadIntoWhatIsFree() {
		queue("a", 10);
		queue("b", 10);
		queue("c", 10);
		assertThat(take(2, 24)).hasSize(2);
		assertThat(take(2, 23)).hasSize(1);
		assertThat(take(3, 13)).hasSize(1);
		assertThat(take(3, 12)).isEmpty();
		assertThat(take(2, 0)).isEmpty();
		assertThat(take(2, -7)).isEmpty();
	}

	// Q3
	@Test
	void aSmallerOneGoesWhenTheFirstDoesNotFit() {
		queue("big", 500);
		queue("small", 10);
		assertThat(take(2, 100)).containsExactly("small");
		assertThat(take(2, 600)).containsExactly("big", "small");
	}

	// Q4
	@Test
	void aBroadcastIsTransmittedAsOftenAsTheSizeOfTheClusterAsks() {
		queue("a", 10);
		for (int i = 0; i < 4; i++) {
			assertThat(take(ALL)).containsExactly("a");
		}
		assertThat(take(ALL)).isEmpty();
		assertThat(this.queue.size()).isZero();
		assertThat(this.queue.bytes()).isZero();
		assertThat(this.finished).containsExactly("a");
	}

	// Q4
	@Test
	void whenTheClusterShrinksWhatWasTransmittedEnoughIsFinishedWithTheNext() {
		this.nodes = 5000;
		queue("a", 10);
		for (int i = 0; i < 5; i++) {
			take(ALL);
		}
		this.nodes = 3;
		assertThat(take(ALL)).containsExactly("a");
		assertThat(this.queue.size()).isZero();
	}

	// Q5
	@Test
	void pruningKeepsTheLeastTransmittedAndNewest() {
		queue("old", 10);
		take(ALL);
		queue("a", 10);
		queue("b", 10);
		queue("c", 10);
		this.queue.prune(2);
		assertThat(this.finished).containsExactly("old", "a");
		assertThat(take(ALL)).containsExactly("c", "b");
		assertThat(this.queue.droppedCount()).isEqualTo(2);
	}

	// Q5
	@Test
	void theQueueIsBoundedWhenSomethingIsQueued() {
		this.maxItems = 3;
		for (int i = 0; i < 1000; i++) {
			queue("node" + i, 10);
		}
		assertThat(this.queue.size()).isEqualTo(3);
		assertThat(this.queue.bytes()).isEqualTo(30);
		assertThat(take(ALL)).containsExactly("node999", "node998", "node997");
		assertThat(this.finished).hasSize(997);
	}

	// Q6
	@Test
	void everyBroadcastIsReportedFinishedExactlyOnceHoweverItEnds() {
		this.maxItems = 3;
		queue("replaced", 10);
		queue("replaced", 10);
		queue("dropped", 1);
		queue("x", 10);
		queue("y", 10);
		for (int i = 0; i < 5; i++) {
			take(ALL);
		}
		assertThat(this.finished).containsExactlyInAnyOrder("replaced", "replaced", "dropped", "x", "y");
		assertThat(this.queue.size()).isZero();
	}

	// Q6
	@Test
	void aListenerThatQueuesAgainWhenItsBroadcastIsFinishedDisturbsNothing() {
		this.queue.queue(new byte[10], "a", () -> queue("a", 20));
		for (int i = 0; i < 4; i++) {
			this.queue.take(0, ALL);
		}
		assertThat(this.queue.size()).isEqualTo(1);
		assertThat(this.queue.bytes()).isEqualTo(20);
		queue("b", 5);
		assertThat(this.queue.take(0, ALL)).extracting((taken) -> taken.length).containsExactlyInAnyOrder(20, 5);
	}

	// Q1 Q2 Q3 Q4 Q5 Q6
	@Test
	void theTraceOfMemberlistsQueueIsReproduced() {
		int step = 0;
		for (Object each : Json.array(resource("/vectors/traces.json").get("queueTrace"))) {
			Map<String, @Nullable Object> operation = Json.object(each);
			List<String> out = List.of();
			this.finished.clear();
			switch ((String) Objects.requireNonNull(operation.get("Op"))) {
				case "queue" -> queue((String) operation.get("Name"), number(operation, "Len"));
				case "get" -> out = take(number(operation, "Overhead"), number(operation, "Limit"));
				case "prune" -> this.queue.prune(number(operation, "Retain"));
				default -> throw new AssertionError("unknown operation " + operation);
			}
			String what = "step " + step++ + " " + operation;
			assertThat(out).as(what).isEqualTo(operation.containsKey("Out") ? operation.get("Out") : List.of());
			assertThat(this.finished).as(what).isEqualTo(operation.get("Finished"));
			assertThat(this.queue.size()).as(what).isEqualTo(number(operation, "Queued"));
		}
		assertThat(step).isEqualTo(19);
	}

	/** Which name stands for which message; a message is told by its identity. */
	private final Map<byte[], @Nullable String> names = new IdentityHashMap<>();

	private void queue(@Nullable String name, int length) {
		byte[] message = new byte[length];
		this.names.put(message, name);
		this.queue.queue(message, name, () -> this.finished.add(String.valueOf(name)));
	}

	private List<String> take(int limit) {
		return take(0, limit);
	}

	private List<String> take(int overhead, int limit) {
		List<String> taken = new ArrayList<>();
		this.queue.take(overhead, limit).forEach((message) -> taken.add(String.valueOf(this.names.get(message))));
		return taken;
	}

	private static int number(Map<String, @Nullable Object> operation, String field) {
		return ((Long) Objects.requireNonNull(operation.get(field))).intValue();
	}

	private static Map<String, @Nullable Object> resource(String name) {
		try (InputStream in = Objects.requireNonNull(TransmitLimitedQueueTests.class.getResourceAsStream(name))) {
			return new HashMap<>(Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
