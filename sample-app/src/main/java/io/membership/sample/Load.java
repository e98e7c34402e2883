package io.membership.sample;

import java.lang.management.ManagementFactory;

import io.membership.spring.OnQuery;

import org.springframework.stereotype.Component;

/**
 * Answers the query {@code load}, which any member, or the {@code serf} tool, may ask.
 */
@Component
class Load {

	/** Name of the query. */
	static final String QUERY = "load";

	/**
	 * What a member answers, as JSON.
	 *
	 * @param processors how many processors it has
	 * @param average how many processes wanted one in the last minute, on average;
	 * negative if unknown
	 * @param usedMegabytes how much of its heap is in use
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
