package io.membership.cluster;

import io.membership.gossip.MemberlistConfigException;
import io.membership.wire.Tags;

/** What must hold for the settings of a cluster. */
final class ClusterConfigRules {

	private static final int MAX_TAG_BYTES = 512;

	private ClusterConfigRules() {
	}

	static void check(ClusterConfig config) {
		if (config.protocolVersion() < ClusterConfig.PROTOCOL_MIN
				|| config.protocolVersion() > ClusterConfig.PROTOCOL_MAX) {
			throw new MemberlistConfigException("serf-protocol-version", config.protocolVersion() + " is out of range.",
					"Use a number from " + ClusterConfig.PROTOCOL_MIN + " to " + ClusterConfig.PROTOCOL_MAX + ".");
		}
		if (config.userEventSizeLimit() > ClusterConfig.USER_EVENT_SANE_LIMIT) {
			throw new MemberlistConfigException("user-event-size-limit",
					"user event size limit exceeds limit of " + ClusterConfig.USER_EVENT_SANE_LIMIT + " bytes.",
					"Send larger data reliably.");
		}
		if (config.eventBuffer() < 1) {
			throw new MemberlistConfigException("event-buffer", "a buffer must hold something.", "Use 512.");
		}
		encodeTags(config.tags(), config.protocolVersion());
	}

	static byte[] encodeTags(java.util.Map<String, String> tags, int protocol) {
		byte[] encoded;
		try {
			encoded = Tags.encode(tags, protocol);
		}
		catch (IllegalArgumentException ex) {
			throw new MemberlistConfigException("tags", String.valueOf(ex.getMessage()) + ".",
					"Shorten the tags to " + MAX_TAG_BYTES + " encoded bytes.");
		}
		return encoded;
	}

}
