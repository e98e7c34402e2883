package io.membership.sample;

import java.lang.management.ManagementFactory;

import io.membership.spring.OnQuery;

import org.springframework.stereotype.Component;

/**
 * Answers the query {@code load}, which any member, or the {@code serf} tool, may send.
 */
@Component
class Load {

	/** Name of the query. */
	static final String QUERY = "load";

	/**
	 * The answer of a member, sent as JSON.
	 *
	 * @param processors number of processors
	 * @param average average number of runnable processes in the last minute; negative if
	 * unknown
	 * @param usedMegabytes used heap in megabytes
	 */
	record Answer(int processors, double average, long usedMegabytes) {

	}

	@OnQuery(QUERY)
	Answer load() {
		double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
		long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		return new Answer(Runtime.getRuntime().availableProcessors(), Math.round(average * 100) / 100.0, used >> 20);
	}

}
