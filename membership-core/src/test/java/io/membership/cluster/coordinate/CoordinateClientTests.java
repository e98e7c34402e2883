package io.membership.cluster.coordinate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.membership.testing.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The calculations of one member's coordinate. */
class CoordinateClientTests {

	private static final CoordinateConfig CONFIG = CoordinateConfig.defaults();

	private static final Map<String, @Nullable Object> TRACES = traces();

	private final CoordinateClient client = new CoordinateClient(CONFIG, new SplittableRandom(1));

	private final Coordinate other = new Coordinate(new double[] { 0, 0.02, 0, 0, 0, 0.001, 0, 0 }, 0.5, 0.0005, 0.003);

	@Test
	void theParametersAreSerfs() {
		Map<String, @Nullable Object> config = Json.object(TRACES.get("config"));
		assertThat(CONFIG).isEqualTo(new CoordinateConfig((int) number(config, "Dimensionality"),
				number(config, "VivaldiErrorMax"), number(config, "VivaldiCE"), number(config, "VivaldiCC"),
				(int) number(config, "AdjustmentWindowSize"), number(config, "HeightMin"),
				(int) number(config, "LatencyFilterSize"), number(config, "GravityRho")));
	}

	@Test
	void aNewMemberIsAtTheOriginAndUnsureOfIt() {
		assertThat(this.client.coordinate()).isEqualTo(new Coordinate(new double[8], 1.5, 0, 1.0e-5));
	}

	@Test
	void theTraceOfSerfsClientIsReproducedToTheLastBit() {
		this.client.moveTo(coordinate(TRACES.get("start")));
		int step = 0;
		for (Object each : Json.array(TRACES.get("updates"))) {
			Map<String, @Nullable Object> update = Json.object(each);
			String rejected = this.client.update((String) Objects.requireNonNull(update.get("Node")),
					coordinate(update.get("Other")), Duration.ofNanos((long) number(update, "RttNs")));
			assertThat(rejected).isNull();
			assertThat(this.client.coordinate()).as("step " + step++).isEqualTo(coordinate(update.get("After")));
			assertThat(this.client.resets()).isEqualTo((long) number(update, "Resets"));
		}
		assertThat(step).isEqualTo(30);
	}

	@ParameterizedTest
	@MethodSource
	void theDistancesOfSerfsClientAreReproduced(Map<String, @Nullable Object> distance) {
		assertThat(coordinate(distance.get("A")).distanceTo(coordinate(distance.get("B"))))
			.isEqualTo(Duration.ofNanos((long) number(distance, "Ns")));
	}

	static Stream<Map<String, @Nullable Object>> theDistancesOfSerfsClientAreReproduced() {
		return Json.array(TRACES.get("distances")).stream().map(Json::object);
	}

	@Test
	void aRoundTripOutOfRangeIsRejectedInSerfsWords() {
		List<@Nullable Object> texts = Json.array(TRACES.get("rejected"));
		assertThat(this.client.update("b", this.other, Duration.ofNanos(-1))).isEqualTo(texts.get(0));
		assertThat(this.client.update("b", this.other, Duration.ofSeconds(11))).isEqualTo(texts.get(1));
		assertThat(this.client.coordinate()).isEqualTo(Coordinate.start(CONFIG));
		assertThat(this.client.measuredNodes()).isZero();
	}

	@Test
	void aRoundTripOfNothingOrOfTenSecondsIsStillTaken() {
		assertThat(this.client.update("b", this.other, Duration.ZERO)).isNull();
		assertThat(this.client.update("b", this.other, Duration.ofSeconds(10))).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "NaN, 0, 0, 0", "Infinity, 0, 0, 0", "0, NaN, 0, 0", "0, -Infinity, 0, 0", "0, 0, NaN, 0",
			"0, 0, Infinity, 0", "0, 0, 0, NaN", "0, 0, 0, Infinity", "0, -0.1, 0, 0", "0, 0, 0, -0.1",
			"1e300, 0, 0, 0", "0, 0, 1e9, 0", "0, 0, 0, 1e9" })
	void aRogueCoordinateIsRejectedAndChangesNothing(double component, double error, double adjustment, double height) {
		double[] vector = new double[8];
		vector[7] = component;
		Coordinate rogue = new Coordinate(vector, error, adjustment, height);
		assertThat(this.client.update("b", rogue, Duration.ofMillis(1))).isEqualTo("coordinate is invalid");
		assertThat(this.client.coordinate()).isEqualTo(Coordinate.start(CONFIG));
		assertThat(this.client.measuredNodes()).isZero();
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.moveTo(rogue));
	}

	@ParameterizedTest
	@CsvSource({ "0", "7", "9" })
	void aCoordinateOfAnotherSpaceIsRejected(int dimensions) {
		Coordinate foreign = new Coordinate(new double[dimensions], 1, 0, 0.001);
		assertThat(this.client.update("b", foreign, Duration.ofMillis(1))).isEqualTo("dimensions aren't compatible");
		assertThat(this.client.coordinate()).isEqualTo(Coordinate.start(CONFIG));
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.distanceTo(foreign))
			.withMessage("coordinate dimensionality does not match");
	}

	@Test
	void aSingleSlowAnswerIsFilteredOutPerMember() {
		LatencyFilter filter = new LatencyFilter(3);
		assertThat(filter.add("b", 0.201)).isEqualTo(0.201);
		assertThat(filter.add("b", 0.200)).isEqualTo(0.201);
		assertThat(filter.add("b", 0.207)).isEqualTo(0.201);
		assertThat(filter.add("b", 9.0)).isEqualTo(0.207);
		assertThat(filter.add("c", 0.5)).isEqualTo(0.5);
		filter.forget("b");
		assertThat(filter.nodes()).isEqualTo(1);
		assertThat(filter.add("b", 0.3)).isEqualTo(0.3);
	}

	@Test
	void aFilterOfOneTakesEveryMeasurement() {
		LatencyFilter filter = new LatencyFilter(1);
		assertThat(filter.add("b", 1)).isEqualTo(1);
		assertThat(filter.add("b", 2)).isEqualTo(2);
	}

	@Test
	void whatWasMeasuredOfAMemberThatIsGoneIsForgotten() {
		this.client.update("b", this.other, Duration.ofMillis(1));
		assertThat(this.client.measuredNodes()).isEqualTo(1);
		this.client.forget("b");
		assertThat(this.client.measuredNodes()).isZero();
	}

	@Test
	void aCoordinateThatIsNoLongerFiniteStartsAgainAndStaysUsable() {
		CoordinateConfig wild = new CoordinateConfig(1, 1.5, 0.25, 0.25, 20, 1.0e-5, 1, 1.0e-200);
		CoordinateClient thrown = new CoordinateClient(wild, new SplittableRandom(1));
		thrown.update("b", new Coordinate(new double[] { 1 }, 1, 0, 0.001), Duration.ofSeconds(5));
		assertThat(thrown.resets()).isEqualTo(1);
		assertThat(thrown.coordinate()).isEqualTo(Coordinate.start(wild));
	}

	@Test
	void twoMembersAtTheSamePlacePartInARandomDirection() {
		Coordinate start = Coordinate.start(CONFIG);
		Coordinate one = start.push(CONFIG, 1, start, new SplittableRandom(1));
		Coordinate two = start.push(CONFIG, 1, start, new SplittableRandom(2));
		assertThat(one.rawDistanceTo(start) - 2 * start.height()).isBetween(0.999999, 1.000001);
		assertThat(one.height()).isEqualTo(start.height());
		assertThat(two).isNotEqualTo(one);
		assertThat(start.push(CONFIG, 1, start, new SplittableRandom(1))).isEqualTo(one);
	}

	@Test
	void anAdjustmentThatWouldMakeADistanceNegativeIsLeftOut() {
		Coordinate far = new Coordinate(new double[8], 1, -1, 0.004);
		assertThat(far.distanceTo(far)).isEqualTo(Duration.ofMillis(8));
	}

	@ParameterizedTest
	@CsvSource({ "0, 0s", "1, 1ns", "-1, -1ns", "1500, 1.5µs", "13200000, 13.2ms", "1000000000, 1s", "2500000000, 2.5s",
			"60000000000, 1m0s", "3602500000000, 1h0m2.5s", "-11000000000, -11s" })
	void durationsReadAsInGo(long nanos, String text) {
		assertThat(GoDuration.format(Duration.ofNanos(nanos))).isEqualTo(text);
	}

	private static Coordinate coordinate(@Nullable Object json) {
		Map<String, @Nullable Object> fields = Json.object(json);
		double[] vector = Json.array(fields.get("Vec"))
			.stream()
			.mapToDouble((component) -> ((Number) Objects.requireNonNull(component)).doubleValue())
			.toArray();
		return new Coordinate(vector, number(fields, "Error"), number(fields, "Adjustment"), number(fields, "Height"));
	}

	private static double number(Map<String, @Nullable Object> fields, String name) {
		return ((Number) Objects.requireNonNull(fields.get(name))).doubleValue();
	}

	private static Map<String, @Nullable Object> traces() {
		try (InputStream in = Objects
			.requireNonNull(CoordinateClientTests.class.getResourceAsStream("/vectors/traces.json"))) {
			return new HashMap<>(Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
