package io.membership.netty;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static io.membership.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

class StreamAcceptorTests {

	private final Boundary boundary = new Boundary();

	private final EmbeddedChannel server = new EmbeddedChannel();

	private final TimerQueue timers = new TimerQueue(this.server.eventLoop(), this.boundary);

	@Test
	void anAcceptErrorPausesAcceptingLongerAndLongerButOneSecondAtMost() {
		this.server.pipeline().addLast(new StreamAcceptor(new StreamLimits(9, 9), this.boundary, this.timers));
		for (long pause : new long[] { 5, 10, 20, 40, 80, 160, 320, 640, 1000, 1000 }) {
			long nanos = TimeUnit.MILLISECONDS.toNanos(pause);
			long start = System.nanoTime();
			this.server.pipeline().fireExceptionCaught(new IOException("Too many open files"));
			assertThat(this.server.config().isAutoRead()).isFalse();
			assertThat(this.server.runScheduledPendingTasks()).as("time until it accepts").isLessThanOrEqualTo(nanos);
			await("the acceptor").until(this::acceptsAgain);
			assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(nanos);
		}
	}

	@Test
	void aPauseEndsWithTheTransport() {
		this.server.pipeline().addLast(new StreamAcceptor(new StreamLimits(9, 9), this.boundary, this.timers));
		this.server.pipeline().fireExceptionCaught(new IOException("Too many open files"));
		this.timers.close();
		long later = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
		await("a moment to pass").until(() -> System.nanoTime() - later > 0);
		assertThat(acceptsAgain()).isFalse();
	}

	private boolean acceptsAgain() {
		this.server.runScheduledPendingTasks();
		this.server.runPendingTasks();
		return this.server.config().isAutoRead();
	}

}
