package io.membership.sample.shop;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import io.membership.testing.ApplicationProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static io.membership.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two applications find each other without a server: a shop and two instances of the
 * stock, each in a separate process, under constant load.
 */
@Tag("slow")
class TwoApplicationsTests {

	private static final Logger logger = LoggerFactory.getLogger(TwoApplicationsTests.class);

	private static final int THREADS = 8;

	private static final Duration LOOK = Duration.ofMillis(20);

	/** Long enough that at any moment calls are under way at each instance. */
	private static final Map<String, Object> WORK = Map.of("stock.work", "100ms");

	/** Longer than the shutdown waits before it stops the web server. */
	private static final Map<String, Object> LONG_WORK = Map.of("stock.work", "1800ms");

	private final Applications applications = new Applications();

	@AfterEach
	void endAll() {
		this.applications.close();
	}

	@Test
	void aSecondInstanceTakesCallsAndAKilledOneLosesNoneWithRetries() throws Exception {
		ApplicationProcess shop = this.applications.shop(Map.of());
		ApplicationProcess first = this.applications.stock("stock-1", shop, WORK);
		awaitInstances(shop, first);
		try (Load load = Load.start(THREADS, () -> shop.http().send("GET", "offers/apple", null))) {
			awaitServedBy(load, first, 0);
			ApplicationProcess second = this.applications.stock("stock-2", shop, WORK);
			await("the second instance").pollInterval(LOOK).until(() -> answers(second, "items/apple"));
			long ready = System.nanoTime();
			long taken = awaitServedBy(load, second, ready);
			logger.info("The second instance took calls {} ms after its web server answered", millis(ready, taken));

			awaitServedBy(load, first, taken);
			long killed = System.nanoTime();
			first.kill();
			awaitInstances(shop, second);
			long out = System.nanoTime();
			awaitCalls(load, 50, out);
			load.close();
			logger.info("Killed with {} calls under way: out of rotation after {} ms, {} calls in all, {} lost",
					load.underWayAt(killed), millis(killed, out), load.results().size(), load.failures().size());
			assertThat(load.underWayAt(killed)).isPositive();
			assertThat(load.failures()).isEmpty();
			assertThat(load.results()).filteredOn((result) -> result.start() > out)
				.extracting(Load.Result::servedBy)
				.containsOnly(Applications.instance(second));
		}
	}

	@Test
	void aGracefulShutdownLosesNoCallWithoutRetries() throws Exception {
		ApplicationProcess shop = this.applications.shop(Map.of("spring.cloud.loadbalancer.retry.enabled", false));
		ApplicationProcess first = this.applications.stock("stock-1", shop, LONG_WORK);
		ApplicationProcess second = this.applications.stock("stock-2", shop, LONG_WORK);
		awaitInstances(shop, first, second);
		// the JDK's client repeats a GET by itself when a connection breaks, but never a
		// POST
		try (Load load = Load.start(THREADS, () -> shop.http().send("POST", "orders/apple", null))) {
			awaitServedBy(load, first, 0);
			awaitServedBy(load, second, 0);
			long told = System.nanoTime();
			first.process().terminate();
			awaitInstances(shop, second);
			long out = System.nanoTime();
			first.process().awaitEnd();
			long ended = System.nanoTime();
			awaitCalls(load, 2 * THREADS, ended);
			load.close();
			logger.info(
					"Shut down with {} calls under way: out of rotation after {} ms, ended after {} ms, "
							+ "{} calls in all, {} lost",
					load.underWayAt(told), millis(told, out), millis(told, ended), load.results().size(),
					load.failures().size());
			assertThat(load.underWayAt(told)).isPositive();
			assertThat(load.failures()).isEmpty();
		}
	}

	/** Until the shop would call these instances and no others. */
	private static void awaitInstances(ApplicationProcess shop, ApplicationProcess... instances) {
		String expected = Arrays.stream(instances)
			.map((instance) -> "\"" + Applications.instance(instance) + "\"")
			.sorted()
			.toList()
			.toString()
			.replace(" ", "");
		await("the instances " + expected).pollInterval(LOOK)
			.untilAsserted(() -> assertThat(shop.http().send("GET", "instances", null).body()).isEqualTo(expected));
	}

	/** When the first call that began after a moment was served by an instance. */
	private static long awaitServedBy(Load load, ApplicationProcess instance, long since) {
		await("a call at " + instance).pollInterval(LOOK).until(() -> servedBy(load, instance, since) != 0);
		return servedBy(load, instance, since);
	}

	private static long servedBy(Load load, ApplicationProcess instance, long since) {
		return load.results()
			.stream()
			.filter((result) -> since == 0 || result.end() > since)
			.filter((result) -> Applications.instance(instance).equals(result.servedBy()))
			.mapToLong(Load.Result::end)
			.min()
			.orElse(0);
	}

	private static void awaitCalls(Load load, int calls, long since) {
		await(calls + " calls").pollInterval(LOOK)
			.until(() -> load.results().stream().filter((result) -> result.start() > since).count() >= calls);
	}

	private static long millis(long from, long to) {
		return Duration.ofNanos(to - from).toMillis();
	}

	private static boolean answers(ApplicationProcess application, String path) {
		return application.http().answers(path) && application.http().send("GET", path, null).statusCode() == 200;
	}

}
