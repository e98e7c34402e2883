package io.membership.gossip;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.membership.ConfigException;
import io.membership.SafeText;

/** What must hold for the settings of a member, one rule a line. */
final class MemberlistConfigRules {

	/** Largest metadata that fits into an alive message, as memberlist defines it. */
	static final int MAX_METADATA_BYTES = 512;

	/** Largest label that fits into the label header. */
	static final int MAX_LABEL_BYTES = 255;

	/** Longer names are refused, also from the wire: they would not fit into a packet. */
	static final int MAX_NAME_BYTES = 255;

	private MemberlistConfigRules() {
	}

	static void check(MemberlistConfig c) {
		checkIdentity(c);
		between("bind-port", c.bindPort(), 0, 65535);
		between("advertise-port", c.advertisePort(), 0, 65535);
		between("protocol-version", c.protocolVersion(), ProtocolVersions.MIN, ProtocolVersions.MAX);
		between("delegate-protocol-min", c.delegateProtocolMin(), 0, 255);
		between("delegate-protocol-max", c.delegateProtocolMax(), 0, 255);
		between("delegate-protocol-current", c.delegateProtocolCurrent(), c.delegateProtocolMin(),
				c.delegateProtocolMax());
		checkTimes(c);
		between("probe.indirect-checks", c.indirectChecks(), 0, 100);
		between("probe.awareness-max-multiplier", c.awarenessMaxMultiplier(), 1, 1000);
		between("suspicion.multiplier", c.suspicionMultiplier(), 1, 100);
		between("suspicion.max-timeout-multiplier", c.suspicionMaxTimeoutMultiplier(), 1, 100);
		between("gossip.nodes", c.gossipNodes(), 0, 1000);
		between("gossip.retransmit-multiplier", c.retransmitMultiplier(), 1, 1000);
		between("gossip.udp-buffer-size", c.udpBufferSize(), 1000, 65507);
		between("gossip.user-broadcast-share", c.userBroadcastShare(), 0, 90);
		between("gossip.max-broadcasts", c.maxBroadcasts(), 1, 10_000_000);
		between("max-members", c.maxMembers(), 2, 10_000_000);
		between("event-queue-capacity", c.eventQueueCapacity(), 16, 100_000_000);
		between("max-inbound-streams", c.maxInboundStreams(), 1, 65535);
		between("max-inbound-streams-per-address", c.maxInboundStreamsPerAddress(), 1, 65535);
		if (c.inboundByteBudget() < 1024 * 1024) {
			throw new ConfigException("inbound-byte-budget", c.inboundByteBudget() + " bytes is too little.",
					"Set at least 1 MiB.");
		}
	}

	private static void checkIdentity(MemberlistConfig c) {
		int nameBytes = c.name().getBytes(StandardCharsets.UTF_8).length;
		if (c.name().isBlank() || nameBytes > MAX_NAME_BYTES) {
			throw new ConfigException("node-name", "'" + SafeText.of(c.name()) + "' has " + nameBytes + " bytes.",
					"Choose a name of 1 to " + MAX_NAME_BYTES + " bytes that no other member has.");
		}
		if (c.name().chars().anyMatch(Character::isISOControl)) {
			throw new ConfigException("node-name", "'" + SafeText.of(c.name()) + "' contains control characters.",
					"Use letters, digits, dots and dashes.");
		}
		int labelBytes = c.label().getBytes(StandardCharsets.UTF_8).length;
		if (labelBytes > MAX_LABEL_BYTES) {
			throw new ConfigException("cluster-name", "the label has " + labelBytes + " bytes.",
					"Use at most " + MAX_LABEL_BYTES + " bytes.");
		}
		if (c.skipInboundLabelCheck() && c.label().isEmpty()) {
			throw new ConfigException("skip-inbound-label-check", "it is on but there is no label.",
					"Set a cluster-name, or switch the option off.");
		}
		if (c.metadata().length > MAX_METADATA_BYTES) {
			throw new ConfigException("metadata", "it has " + c.metadata().length + " bytes.",
					"Shorten it to " + MAX_METADATA_BYTES + " bytes, and carry larger data as user state.");
		}
	}

	private static void checkTimes(MemberlistConfig c) {
		positive("probe.interval", c.probeInterval());
		if (c.probeInterval().compareTo(Duration.ofDays(1)) > 0) {
			throw new ConfigException("probe.interval", c.probeInterval() + " is out of range.",
					"Probe at least once a day.");
		}
		positive("probe.timeout", c.probeTimeout());
		if (c.probeTimeout().compareTo(c.probeInterval()) >= 0) {
			throw new ConfigException("probe.timeout",
					c.probeTimeout() + " is not shorter than probe.interval " + c.probeInterval() + ".",
					"Shorten the time-out or lengthen the interval, so that indirect probes have time to answer.");
		}
		positive("gossip.interval", c.gossipInterval());
		notNegative("gossip.to-the-dead-time", c.gossipToTheDeadTime());
		notNegative("push-pull-interval", c.pushPullInterval());
		positive("tcp-timeout", c.tcpTimeout());
		positive("user-state-timeout", c.userStateTimeout());
		notNegative("dead-node-reclaim-time", c.deadNodeReclaimTime());
		notNegative("dead-member-retention", c.deadMemberRetention());
		positive("join-retry.initial-delay", c.rejoinInitialDelay());
		positive("join-retry.interval", c.rejoinInterval());
		if (c.rejoinMaxDelay().compareTo(c.rejoinInitialDelay()) < 0) {
			throw new ConfigException("join-retry.max-delay",
					c.rejoinMaxDelay() + " is shorter than join-retry.initial-delay " + c.rejoinInitialDelay() + ".",
					"Set it to the same or a longer time.");
		}
	}

	private static void between(String setting, int value, int min, int max) {
		if (value < min || value > max) {
			throw new ConfigException(setting, value + " is out of range.",
					"Use a number from " + min + " to " + max + ".");
		}
	}

	private static void positive(String setting, Duration value) {
		if (value.isZero() || value.isNegative() || value.compareTo(Duration.ofDays(365)) > 0) {
			throw new ConfigException(setting, value + " is out of range.", "Use a positive duration, for example 1s.");
		}
	}

	private static void notNegative(String setting, Duration value) {
		if (value.isNegative()) {
			throw new ConfigException(setting, value + " is negative.", "Use zero or a positive duration.");
		}
	}

}
