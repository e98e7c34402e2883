package io.membership.agent.handler;

import java.time.Duration;

/**
 * Settings for running the programs of event handlers.
 *
 * @param shell whether {@code /bin/sh -c} runs the script, as with Serf, instead of
 * starting a program with arguments. Text from the network never becomes part of the
 * command line, but a script that does not quote its variables is unsafe
 * @param timeout time after which a program and its children are killed
 * @param concurrency number of programs that run at the same time; at most one of each
 * handler
 * @param queueCapacity number of events that may wait for one handler; further events are
 * dropped and logged
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
