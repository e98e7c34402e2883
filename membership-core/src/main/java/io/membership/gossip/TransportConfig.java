package io.membership.gossip;

import java.time.Duration;
import java.util.List;

import io.membership.ConfigException;
import io.membership.SettingRules;

/**
 * Packets and streams: time-outs, accepted addresses and limits.
 *
 * @param tcpTimeout limit for connecting to a member and exchanging a message or the full
 * state over TCP. Raise it for slow links or very large clusters. Until it expires, an
 * unreachable seed delays a join
 * @param compression whether the member compresses what it sends; it always understands
 * both forms. Set it to false to save CPU time where bandwidth does not matter
 * @param cidrsAllowed networks that members may have addresses in; the member refuses
 * others. Empty allows all. This limits mistakes but is no authentication: without
 * encryption, an address is only a claim
 * @param strictSource whether the member, while it accepts plaintext, sends acks and
 * indirect pings only to members, to allowed networks and to the sender itself. This
 * keeps strangers from using the member to send traffic to others. Set it to false only
 * if NAT hides the addresses of members
 * @param skipInboundLabelCheck whether the member accepts traffic without a label as if
 * it carried the label of this cluster, and refuses traffic that has one. Set it to true
 * only behind a proxy that removes labels
 * @param maxInboundStreams number of TCP connections that other members may have open to
 * this one at the same time. Further ones are refused. Raise it for very large clusters
 * in which many members join at once; each connection takes a socket and buffers
 * @param maxInboundStreamsPerAddress same limit for the connections from one address.
 * Raise it if many members share an address, as behind NAT
 * @param inboundByteBudget memory for messages that are being received over TCP, in
 * bytes, all connections together. A connection that would exceed it is closed. Raise it
 * for very large clusters or a large state of the application
 */
public record TransportConfig(Duration tcpTimeout, boolean compression, List<CidrBlock> cidrsAllowed,
		boolean strictSource, boolean skipInboundLabelCheck, int maxInboundStreams, int maxInboundStreamsPerAddress,
		long inboundByteBudget) {

	static final TransportConfig DEFAULT = new TransportConfig(Duration.ofSeconds(10), true, List.of(), true, false,
			256, 64, 64L * 1024 * 1024);

	/** Copies the networks. */
	public TransportConfig {
		cidrsAllowed = List.copyOf(cidrsAllowed);
	}

	/** Returns a copy with another {@link #tcpTimeout()}. */
	public TransportConfig withTcpTimeout(Duration value) {
		return new TransportConfig(value, this.compression, this.cidrsAllowed, this.strictSource,
				this.skipInboundLabelCheck, this.maxInboundStreams, this.maxInboundStreamsPerAddress,
				this.inboundByteBudget);
	}

	/** Returns a copy with another {@link #compression()}. */
	public TransportConfig withCompression(boolean value) {
		return new TransportConfig(this.tcpTimeout, value, this.cidrsAllowed, this.strictSource,
				this.skipInboundLabelCheck, this.maxInboundStreams, this.maxInboundStreamsPerAddress,
				this.inboundByteBudget);
	}

	/** Returns a copy with another {@link #cidrsAllowed()}. */
	public TransportConfig withCidrsAllowed(List<CidrBlock> value) {
		return new TransportConfig(this.tcpTimeout, this.compression, value, this.strictSource,
				this.skipInboundLabelCheck, this.maxInboundStreams, this.maxInboundStreamsPerAddress,
				this.inboundByteBudget);
	}

	/** Returns a copy with another {@link #strictSource()}. */
	public TransportConfig withStrictSource(boolean value) {
		return new TransportConfig(this.tcpTimeout, this.compression, this.cidrsAllowed, value,
				this.skipInboundLabelCheck, this.maxInboundStreams, this.maxInboundStreamsPerAddress,
				this.inboundByteBudget);
	}

	/** Returns a copy with another {@link #skipInboundLabelCheck()}. */
	public TransportConfig withSkipInboundLabelCheck(boolean value) {
		return new TransportConfig(this.tcpTimeout, this.compression, this.cidrsAllowed, this.strictSource, value,
				this.maxInboundStreams, this.maxInboundStreamsPerAddress, this.inboundByteBudget);
	}

	/** Returns a copy with another {@link #maxInboundStreams()}. */
	public TransportConfig withMaxInboundStreams(int value) {
		return new TransportConfig(this.tcpTimeout, this.compression, this.cidrsAllowed, this.strictSource,
				this.skipInboundLabelCheck, value, this.maxInboundStreamsPerAddress, this.inboundByteBudget);
	}

	/** Returns a copy with another {@link #maxInboundStreamsPerAddress()}. */
	public TransportConfig withMaxInboundStreamsPerAddress(int value) {
		return new TransportConfig(this.tcpTimeout, this.compression, this.cidrsAllowed, this.strictSource,
				this.skipInboundLabelCheck, this.maxInboundStreams, value, this.inboundByteBudget);
	}

	/** Returns a copy with another {@link #inboundByteBudget()}. */
	public TransportConfig withInboundByteBudget(long value) {
		return new TransportConfig(this.tcpTimeout, this.compression, this.cidrsAllowed, this.strictSource,
				this.skipInboundLabelCheck, this.maxInboundStreams, this.maxInboundStreamsPerAddress, value);
	}

	/** Checks the settings. */
	void check() {
		SettingRules.positive("transport.tcp-timeout", this.tcpTimeout);
		SettingRules.between("transport.max-inbound-streams", this.maxInboundStreams, 1, 65535);
		SettingRules.between("transport.max-inbound-streams-per-address", this.maxInboundStreamsPerAddress, 1, 65535);
		if (this.inboundByteBudget < 1024 * 1024) {
			throw new ConfigException("transport.inbound-byte-budget", this.inboundByteBudget + " bytes is too little.",
					"Set at least 1 MiB.");
		}
	}

}
