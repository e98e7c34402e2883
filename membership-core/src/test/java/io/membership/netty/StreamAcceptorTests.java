package io.membership.netty;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StreamAcceptorTests {

	private final Boundary boundary = new Boundary();

	private final EmbeddedChannel server = new EmbeddedChannel();

	private final TimerQueue timers = new TimerQueue(this.server.eventLoop(), this.boundary);

	@Test
	void anAcceptErrorPausesAcceptingLongerAndLongerButOneSecondAtMost() {
		this.server.pipeline().addLast(new StreamAcceptor(new StreamLimits(9, 9), this.boundary, this.timers));
		List<Long> pauses = new ArrayList<>();
		for (int i = 0; i < 9; i++) {
			long start = System.nanoTime();
			this.server.pipeline().fireExceptionCaught(new IOException("Too many open files"));
			assertThat(this.server.config().isAutoRead()).isFalse();
			await().until(this::acceptsAgain);
			pauses.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
		}
		assertThat(pauses.get(0)).isBetween(5L, 300L);
		assertThat(pauses.get(4)).isBetween(80L, 600L);
		assertThat(pauses.get(8)).isBetween(1000L, 1900L);
	}

	@Test
	void aPauseEndsWithTheTransport() {
		this.server.pipeline().addLast(new StreamAcceptor(new StreamLimits(9, 9), this.boundary, this.timers));
		this.server.pipeline().fireExceptionCaught(new IOException("Too many open files"));
		this.timers.close();
		long later = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
		await().until(() -> System.nanoTime() - later > 0);
		assertThat(acceptsAgain()).isFalse();
	}

	private boolean acceptsAgain() {
		this.server.runScheduledPendingTasks();
		this.server.runPendingTasks();
		return this.server.config().isAutoRead();
	}

}
