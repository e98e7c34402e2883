package io.membership.wire;

import java.lang.management.ManagementFactory;

/** Counts the bytes that the current thread allocates. */
final class Allocations {

	private static final com.sun.management.ThreadMXBean THREADS = (com.sun.management.ThreadMXBean) ManagementFactory
		.getThreadMXBean();

	private Allocations() {
	}

	/** Bytes of a second run: the first one loads classes. */
	static long of(Action action) {
		try {
			action.run();
			long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
			action.run();
			return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	@FunctionalInterface
	interface Action {

		void run() throws Exception;

	}

}
