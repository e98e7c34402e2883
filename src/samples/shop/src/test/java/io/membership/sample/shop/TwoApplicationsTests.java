package io.membership.sample.shop;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two applications find each other with no server: a shop and two instances of the stock,
 * each a process of its own, with calls running all the time.
 */
@Tag("slow")
class TwoApplicationsTests {

	private static final Logger logger = LoggerFactory.getLogger(TwoApplicationsTests.class);

	private static final int THREADS = 8;

	/** Long enough that at any moment calls are under way at each instance. */
	private static final String WORK = "--stock.work=100ms";

	/** Longer than the shutdown waits before it stops the web server. */
	private static final String LONG_WORK = "--stock.work=1800ms";

	private final List<ApplicationProcess> processes = new ArrayList<>();

	@AfterEach
	void endAll() {
		this.processes.forEach(ApplicationProcess::close);
	}

	@Test
	void aSecondInstanceTakesCallsWithinTwoSecondsAndAKilledOneLosesNoneWithRetries() throws Exception {
		int gossipPort = ApplicationProcess.freePort();
		ApplicationProcess shop = started(ApplicationProcess.shop(gossipPort));
		ApplicationProcess first = started(ApplicationProcess.stock(gossipPort, WORK));
		awaitInstances(shop, first);
		try (Load load = Load.start(THREADS, () -> shop.get("/offers/apple"))) {
			awaitServedBy(load, first, 0);
			ApplicationProcess second = started(ApplicationProcess.stock(gossipPort, WORK));
			await(60).until(() -> second.answers("/items/apple"));
			long ready = System.nanoTime();
			long taken = awaitServedBy(load, second, ready);
			logger.info("The second instance took calls {} ms after its web server answered", millis(ready, taken));
			assertThat(millis(ready, taken)).isLessThan(2000);

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
				.containsOnly(second.instance());
		}
	}

	@Test
	void aGracefulShutdownLosesNoCallWithoutRetries() throws Exception {
		int gossipPort = ApplicationProcess.freePort();
		ApplicationProcess shop = started(
				ApplicationProcess.shop(gossipPort, "--spring.cloud.loadbalancer.retry.enabled=false"));
		ApplicationProcess first = started(ApplicationProcess.stock(gossipPort, LONG_WORK));
		ApplicationProcess second = started(ApplicationProcess.stock(gossipPort, LONG_WORK));
		awaitInstances(shop, first, second);
		// the JDK's client repeats a GET by itself when a connection breaks, but never a
		// POST
		try (Load load = Load.start(THREADS, () -> shop.post("/orders/apple"))) {
			awaitServedBy(load, first, 0);
			awaitServedBy(load, second, 0);
			long told = System.nanoTime();
			first.terminate();
			awaitInstances(shop, second);
			long out = System.nanoTime();
			await(30).until(first::hasEnded);
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

	private ApplicationProcess started(ApplicationProcess process) {
		this.processes.add(process);
		return process;
	}

	/** Until the shop would call these instances and no others. */
	private static void awaitInstances(ApplicationProcess shop, ApplicationProcess... instances) {
		String expected = Arrays.stream(instances)
			.map((instance) -> "\"" + instance.instance() + "\"")
			.sorted()
			.toList()
			.toString()
			.replace(" ", "");
		await(90).until(() -> shop.answers("/instances"));
		await(60).untilAsserted(() -> assertThat(shop.get("/instances").body()).isEqualTo(expected));
	}

	/** When the first call that began after a moment was served by an instance. */
	private static long awaitServedBy(Load load, ApplicationProcess instance, long since) {
		await(20).until(() -> servedBy(load, instance, since) != 0);
		return servedBy(load, instance, since);
	}

	private static long servedBy(Load load, ApplicationProcess instance, long since) {
		return load.results()
			.stream()
			.filter((result) -> since == 0 || result.end() > since)
			.filter((result) -> instance.instance().equals(result.servedBy()))
			.mapToLong(Load.Result::end)
			.min()
			.orElse(0);
	}

	private static void awaitCalls(Load load, int calls, long since) {
		await(60).until(() -> load.results().stream().filter((result) -> result.start() > since).count() >= calls);
	}

	private static long millis(long from, long to) {
		return Duration.ofNanos(to - from).toMillis();
	}

	private static ConditionFactory await(int seconds) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(seconds))
			.pollInterval(Duration.ofMillis(20))
			.ignoreException(IOException.class);
	}

}
