package io.membership.cluster;

import java.time.Duration;

import io.membership.ConfigException;
import io.membership.wire.Tags;

/** What must hold for the settings of a cluster. */
final class ClusterConfigRules {

	private static final int MAX_TAG_BYTES = 512;

	/** Less than fits into a UDP packet: gossip adds to it. */
	private static final int MAX_PACKET_BYTES = 60_000;

	/** The buffer of events travels in every push/pull. */
	private static final int MAX_BUFFER = 1 << 16;

	private ClusterConfigRules() {
	}

	static void check(ClusterConfig config) {
		between("serf-protocol-version", config.protocolVersion(), ClusterConfig.PROTOCOL_MIN,
				ClusterConfig.PROTOCOL_MAX);
		if (config.userEventSizeLimit() > ClusterConfig.USER_EVENT_SANE_LIMIT) {
			throw new ConfigException("user-event-size-limit",
					"user event size limit exceeds limit of " + ClusterConfig.USER_EVENT_SANE_LIMIT + " bytes.",
					"Send larger data reliably.");
		}
		between("event-buffer", config.eventBuffer(), 1, MAX_BUFFER);
		between("user-event-size-limit", config.userEventSizeLimit(), 1, ClusterConfig.USER_EVENT_SANE_LIMIT);
		between("query.size-limit", config.queries().sizeLimit(), 1, MAX_PACKET_BYTES);
		between("query.response-size-limit", config.queries().responseSizeLimit(), 1, MAX_PACKET_BYTES);
		between("query.timeout-multiplier", config.queries().timeoutMultiplier(), 1, 1_000_000);
		between("query.buffer", config.queries().buffer(), 1, MAX_BUFFER);
		between("queue.depth-warning", config.queues().depthWarning(), 1, Integer.MAX_VALUE);
		between("queue.max-depth", config.queues().maxDepth(), 1, Integer.MAX_VALUE);
		between("queue.min-depth", config.queues().minDepth(), 0, Integer.MAX_VALUE);
		between("event-queue-capacity", config.eventQueueCapacity(), 16, 100_000_000);
		checkTimes(config);
		encodeTags(config.tags(), config.protocolVersion());
	}

	private static void checkTimes(ClusterConfig config) {
		positive("reap-interval", config.reapInterval());
		positive("reconnect-interval", config.reconnectInterval());
		positive("reconnect-timeout", config.reconnectTimeout());
		positive("tombstone-timeout", config.tombstoneTimeout());
		positive("broadcast-timeout", config.broadcastTimeout());
		positive("recent-intent-timeout", config.recentIntentTimeout());
		positive("queue.check-interval", config.queues().checkInterval());
		notNegative("leave-propagate-delay", config.leavePropagateDelay());
		notNegative("flap-timeout", config.flapTimeout());
		notNegative("coalesce.member-period", config.coalescing().memberPeriod());
		notNegative("coalesce.member-quiescent-period", config.coalescing().memberQuiescentPeriod());
		notNegative("coalesce.user-period", config.coalescing().userPeriod());
		notNegative("coalesce.user-quiescent-period", config.coalescing().userQuiescentPeriod());
	}

	private static void between(String setting, int value, int least, int most) {
		if (value < least || value > most) {
			throw new ConfigException(setting, value + " is out of range.", (most == Integer.MAX_VALUE)
					? "Use a number of at least " + least + "." : "Use a number from " + least + " to " + most + ".");
		}
	}

	private static void positive(String setting, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new ConfigException(setting, value + " is out of range.", "Use a positive duration.");
		}
	}

	private static void notNegative(String setting, Duration value) {
		if (value.isNegative()) {
			throw new ConfigException(setting, value + " is negative.", "Use zero or a positive duration.");
		}
	}

	static byte[] encodeTags(java.util.Map<String, String> tags, int protocol) {
		byte[] encoded;
		try {
			encoded = Tags.encode(tags, protocol);
		}
		catch (IllegalArgumentException ex) {
			throw new ConfigException("tags", String.valueOf(ex.getMessage()) + ".",
					"Shorten the tags to " + MAX_TAG_BYTES + " encoded bytes.");
		}
		return encoded;
	}

}
