package io.membership.gossip;

import java.time.Duration;

import io.membership.SettingRules;

/**
 * Dissemination of changes and broadcasts.
 *
 * @param interval time between gossip rounds
 * @param nodes how many random members are gossiped to in a round
 * @param toTheDeadTime how long a dead member is still gossiped to, so that it can refute
 * @param retransmitMultiplier multiplier for how often a broadcast is transmitted
 * @param immediate whether something new is gossiped at once (within a budget) and not at
 * the next round
 * @param udpBufferSize largest packet to send, in bytes
 * @param userBroadcastShare share of a packet in percent that user broadcasts get when
 * membership traffic would fill it
 * @param maxBroadcasts how many user broadcasts may be queued; the oldest most
 * transmitted ones are dropped first
 */
public record GossipConfig(Duration interval, int nodes, Duration toTheDeadTime, int retransmitMultiplier,
		boolean immediate, int udpBufferSize, int userBroadcastShare, int maxBroadcasts) {

	static final GossipConfig DEFAULT = new GossipConfig(Duration.ofMillis(200), 3, Duration.ofSeconds(30), 4, true,
			1400, 25, 4096);

	/** Returns a copy with another {@link #interval()}. */
	public GossipConfig withInterval(Duration value) {
		return new GossipConfig(value, this.nodes, this.toTheDeadTime, this.retransmitMultiplier, this.immediate,
				this.udpBufferSize, this.userBroadcastShare, this.maxBroadcasts);
	}

	/** Returns a copy with another {@link #nodes()}. */
	public GossipConfig withNodes(int value) {
		return new GossipConfig(this.interval, value, this.toTheDeadTime, this.retransmitMultiplier, this.immediate,
				this.udpBufferSize, this.userBroadcastShare, this.maxBroadcasts);
	}

	/** Returns a copy with another {@link #toTheDeadTime()}. */
	public GossipConfig withToTheDeadTime(Duration value) {
		return new GossipConfig(this.interval, this.nodes, value, this.retransmitMultiplier, this.immediate,
				this.udpBufferSize, this.userBroadcastShare, this.maxBroadcasts);
	}

	/** Returns a copy with another {@link #retransmitMultiplier()}. */
	public GossipConfig withRetransmitMultiplier(int value) {
		return new GossipConfig(this.interval, this.nodes, this.toTheDeadTime, value, this.immediate,
				this.udpBufferSize, this.userBroadcastShare, this.maxBroadcasts);
	}

	/** Returns a copy with another {@link #immediate()}. */
	public GossipConfig withImmediate(boolean value) {
		return new GossipConfig(this.interval, this.nodes, this.toTheDeadTime, this.retransmitMultiplier, value,
				this.udpBufferSize, this.userBroadcastShare, this.maxBroadcasts);
	}

	/** Returns a copy with another {@link #udpBufferSize()}. */
	public GossipConfig withUdpBufferSize(int value) {
		return new GossipConfig(this.interval, this.nodes, this.toTheDeadTime, this.retransmitMultiplier,
				this.immediate, value, this.userBroadcastShare, this.maxBroadcasts);
	}

	/** Returns a copy with another {@link #userBroadcastShare()}. */
	public GossipConfig withUserBroadcastShare(int value) {
		return new GossipConfig(this.interval, this.nodes, this.toTheDeadTime, this.retransmitMultiplier,
				this.immediate, this.udpBufferSize, value, this.maxBroadcasts);
	}

	/** Returns a copy with another {@link #maxBroadcasts()}. */
	public GossipConfig withMaxBroadcasts(int value) {
		return new GossipConfig(this.interval, this.nodes, this.toTheDeadTime, this.retransmitMultiplier,
				this.immediate, this.udpBufferSize, this.userBroadcastShare, value);
	}

	/** Checks the settings. */
	void check() {
		SettingRules.positive("gossip.interval", this.interval);
		SettingRules.between("gossip.nodes", this.nodes, 0, 1000);
		SettingRules.notNegative("gossip.to-the-dead-time", this.toTheDeadTime);
		SettingRules.between("gossip.retransmit-multiplier", this.retransmitMultiplier, 1, 1000);
		SettingRules.between("gossip.udp-buffer-size", this.udpBufferSize, 1000, 65507);
		SettingRules.between("gossip.user-broadcast-share", this.userBroadcastShare, 0, 90);
		SettingRules.between("gossip.max-broadcasts", this.maxBroadcasts, 1, 10_000_000);
	}

}
