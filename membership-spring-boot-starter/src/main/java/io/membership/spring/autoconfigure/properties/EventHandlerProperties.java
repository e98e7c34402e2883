package io.membership.spring.autoconfigure.properties;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the programs of event-handlers run.
 *
 * @param shell Whether a script is a command line for a shell, as in Serf, rather than a
 * program and its arguments. A script that does not quote its variables then lets text
 * from the network run commands.
 * @param timeout Time after which a program and what it has started are killed. Raise it
 * for slow programs; until then they hold one of the concurrent places.
 * @param concurrency Number of programs that run at the same time; of each handler only
 * one. Raise it if handlers wait for each other; each is a process of its own.
 * @param queueCapacity Number of events that may wait for one handler. Further ones are
 * dropped and logged.
 */
public record EventHandlerProperties(@DefaultValue("false") boolean shell, @DefaultValue("30s") Duration timeout,
		@DefaultValue("4") int concurrency, @DefaultValue("512") int queueCapacity) {

}
