package io.membership.agent.handler;

import java.time.Duration;

/**
 * How the programs of event handlers are run.
 *
 * @param shell whether a script is a command line for {@code /bin/sh -c}, as with Serf,
 * instead of a program and its arguments. What comes from the network is never part of
 * the command line, but a script that does not quote its variables becomes dangerous
 * @param timeout after what time a program, with what it has started, is killed
 * @param concurrency how many programs run at the same time; of one handler never more
 * than one
 * @param queueCapacity how many events may wait for one handler; further ones are
 * dropped, and that is logged
 */
public record EventHandlerSettings(boolean shell, Duration timeout, int concurrency, int queueCapacity) {

	/** No shell, 30 seconds, four programs at a time, 512 waiting events. */
	public static final EventHandlerSettings DEFAULT = new EventHandlerSettings(false, Duration.ofSeconds(30), 4, 512);

	/** Checks the settings. */
	public EventHandlerSettings {
		if (timeout.isZero() || timeout.isNegative()) {
			throw new IllegalArgumentException(
					"The time-out of event handlers is " + timeout + "; use a positive duration, for example 30s");
		}
		if (concurrency < 1 || concurrency > 256) {
			throw new IllegalArgumentException(
					"The concurrency of event handlers is " + concurrency + "; use a number from 1 to 256");
		}
		if (queueCapacity < 1) {
			throw new IllegalArgumentException(
					"The queue capacity of event handlers is " + queueCapacity + "; use a positive number");
		}
	}

}
