package io.membership.spring.interop;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waits until the cluster is as it has to become. */
final class Eventually {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Duration INTERVAL = Duration.ofMillis(150);

	private Eventually() {
	}

	static void eventually(ThrowingRunnable assertion) {
		Awaitility.await().atMost(LIMIT).pollInterval(INTERVAL).pollDelay(Duration.ZERO).untilAsserted(assertion);
	}

}
