package io.membership.cluster.coordinate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether the estimates of many members come near the truth, in networks of several
 * shapes. Relative errors; the bounds are at most twice what was measured.
 */
class ConvergenceTests {

	private static final CoordinateConfig FLAT = CoordinateConfig.defaults().withDimensions(2);

	@Test
	void membersOnALineFindTheirPlaces() {
		Network network = new Network(10, CoordinateConfig.defaults(), (a, b) -> 0.010 * Math.abs(a - b));
		network.run(1000);
		assertThat(network.meanError()).isLessThan(0.005);
		assertThat(network.maxError()).isLessThan(0.025);
	}

	@Test
	void membersOnAGridFindTheirPlaces() {
		Network network = new Network(25, CoordinateConfig.defaults(),
				(a, b) -> 0.010 * Math.hypot(a % 5 - b % 5, a / 5 - b / 5));
		network.run(1000);
		assertThat(network.meanError()).isLessThan(0.0035);
		assertThat(network.maxError()).isLessThan(0.015);
	}

	@Test
	void twoSitesAreToldApart() {
		Network network = new Network(25, CoordinateConfig.defaults(),
				(a, b) -> (a / 12 == b / 12) ? 0.001 : 0.010 + 0.001);
		network.run(1000);
		assertThat(network.meanError()).isLessThan(0.0001);
		assertThat(network.maxError()).isLessThan(0.0007);
	}

	@Test
	void aMemberBehindASlowLinkGetsAHeight() {
		double radius = 0.100;
		Network network = new Network(25, FLAT, (a, b) -> {
			if (a == 0 || b == 0) {
				// further from all other nodes than any point of the plane can be
				return 2 * radius;
			}
			return 2 * radius * Math.abs(Math.sin(Math.PI * (a - b) / 24));
		});
		network.run(1000);
		assertThat(network.meanError()).isLessThan(0.005);
		assertThat(network.maxError()).isLessThan(0.09);
		assertThat(network.clients.get(0).coordinate().height()).isGreaterThan(radius / 2);
	}

	@Test
	void aClusterDoesNotDriftAwayFromTheOrigin() {
		double side = 0.500;
		Network network = new Network(4, FLAT, (a, b) -> side * Math.hypot(a % 2 - b % 2, a / 2 - b / 2));
		for (int i = 0; i < 4; i++) {
			network.clients.get(i)
				.moveTo(new Coordinate(new double[] { 30 + side * (i % 2), 30 + side * (i / 2) }, 1.5, 0, 1.0e-5));
		}
		double before = network.distanceOfCentre();
		network.run(500);
		double between = network.distanceOfCentre();
		network.run(20_000);
		assertThat(between).isLessThan(before);
		assertThat(network.distanceOfCentre()).isLessThan(between);
		assertThat(network.meanError()).isLessThan(0.007);
	}

	@Test
	void evenARandomNetworkIsEstimatedWithinLimits() {
		SplittableRandom random = new SplittableRandom(3);
		double[][] truth = new double[25][25];
		for (int a = 0; a < 25; a++) {
			for (int b = 0; b < a; b++) {
				truth[a][b] = Math.max(0.001, 0.100 + 0.010 * random.nextGaussian());
				truth[b][a] = truth[a][b];
			}
		}
		Network network = new Network(25, CoordinateConfig.defaults(), (a, b) -> truth[a][b]);
		network.run(1000);
		assertThat(network.meanError()).isLessThan(0.08);
		assertThat(network.maxError()).isLessThan(0.5);
	}

	@Test
	void theSameSeedGivesTheSameCoordinates() {
		List<Coordinate> first = null;
		for (int run = 0; run < 2; run++) {
			Network network = new Network(5, CoordinateConfig.defaults(), (a, b) -> 0.01 * (a + b));
			network.run(50);
			List<Coordinate> coordinates = network.clients.stream().map(CoordinateClient::coordinate).toList();
			if (first != null) {
				assertThat(coordinates).isEqualTo(first);
			}
			first = coordinates;
		}
	}

	/** Members that measure each other in random pairs. */
	private static final class Network {

		private final List<CoordinateClient> clients = new ArrayList<>();

		private final SplittableRandom random = new SplittableRandom(1);

		private final ToDoubleBiFunction<Integer, Integer> truth;

		private Network(int size, CoordinateConfig config, ToDoubleBiFunction<Integer, Integer> truth) {
			this.truth = truth;
			for (int i = 0; i < size; i++) {
				this.clients.add(new CoordinateClient(config, this.random.split()));
			}
		}

		private void run(int cycles) {
			for (int cycle = 0; cycle < cycles; cycle++) {
				for (int a = 0; a < this.clients.size(); a++) {
					int b = this.random.nextInt(this.clients.size());
					if (a != b) {
						long nanos = (long) (this.truth.applyAsDouble(a, b) * 1e9);
						assertThat(this.clients.get(a)
							.update("node" + b, this.clients.get(b).coordinate(), Duration.ofNanos(nanos))).isNull();
					}
				}
			}
		}

		private double meanError() {
			return errors().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
		}

		private double maxError() {
			return errors().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
		}

		private List<Double> errors() {
			List<Double> errors = new ArrayList<>();
			for (int a = 0; a < this.clients.size(); a++) {
				for (int b = 0; b < a; b++) {
					double real = this.truth.applyAsDouble(a, b);
					long estimate = this.clients.get(a).distanceTo(this.clients.get(b).coordinate()).toNanos();
					errors.add(Math.abs(estimate / 1e9 - real) / real);
				}
			}
			return errors;
		}

		private double distanceOfCentre() {
			double x = 0;
			double y = 0;
			for (CoordinateClient client : this.clients) {
				x += client.coordinate().vector()[0] / this.clients.size();
				y += client.coordinate().vector()[1] / this.clients.size();
			}
			return Math.hypot(x, y);
		}

	}

}
