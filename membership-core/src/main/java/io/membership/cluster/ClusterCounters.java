package io.membership.cluster;

import java.util.concurrent.atomic.AtomicLong;

/** What a cluster member counts of itself. Readable on any thread. */
final class ClusterCounters {

	final AtomicLong events = new AtomicLong();

	final AtomicLong flaps = new AtomicLong();

	final AtomicLong coordinatesRejected = new AtomicLong();

}
