package io.membership.gossip;

import java.time.Duration;

import io.membership.SettingRules;

/**
 * Dissemination of changes and broadcasts.
 *
 * @param interval time between gossip rounds. Lower it to spread changes faster, raise it
 * to send less. Traffic and CPU time grow as it shrinks. Query time-outs are a multiple
 * of it
 * @param nodes number of random members that receive gossip in each round. Raise it to
 * spread changes faster and to survive more packet loss; the traffic grows in proportion.
 * 0 switches gossip rounds off
 * @param toTheDeadTime how long failed members still receive gossip, which gives them the
 * chance to refute. Raise it if members are often unreachable for longer; each round
 * spends some of its packets on them
 * @param retransmitMultiplier multiplier for the number of times that a member transmits
 * a broadcast, which is multiplier * ceil(log10(n + 1)) for n members. Raise it where
 * packets are lost, so that more changes arrive without waiting for a push/pull. Each
 * broadcast then costs more traffic
 * @param immediate whether a new broadcast leaves at once, within a budget of two early
 * rounds, rather than at the next round. Changes arrive sooner at the cost of small
 * bursts. Set it to false for the timing of memberlist
 * @param udpBufferSize size in bytes of the largest UDP packet that the member sends,
 * which also limits the size of broadcasts, user events and queries. Raise it only where
 * the path carries larger packets, because IP drops a packet if a single fragment is
 * lost. Lower it if the path has a smaller MTU
 * @param userBroadcastShare share of each packet, in percent, that broadcasts of the
 * application are guaranteed when membership traffic would fill it. Raise it if
 * broadcasts must arrive in time even while many members come and go; membership changes
 * then spread more slowly
 * @param maxBroadcasts number of broadcasts of the application that may wait to be sent.
 * Beyond it, the member drops the most often transmitted ones. Raise it for bursts; each
 * waiting broadcast takes memory
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
