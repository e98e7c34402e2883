package io.membership.gossip;

import java.time.Duration;
import java.util.List;

import io.membership.ConfigException;
import io.membership.SettingRules;

/**
 * Packets and streams: what is accepted, and from which addresses.
 *
 * @param tcpTimeout limit for a stream exchange
 * @param compression whether messages are compressed
 * @param cidrsAllowed networks that members may have addresses in; empty allows all
 * @param strictSource whether acks and indirect pings go only to addresses of members,
 * allowed networks and the sender itself while plaintext is accepted
 * @param skipInboundLabelCheck whether inbound traffic without a label is taken as
 * carrying ours (for a proxy that strips labels)
 * @param maxInboundStreams inbound streams that may be open at the same time
 * @param maxInboundStreamsPerAddress the same for one remote address
 * @param inboundByteBudget bytes of unfinished inbound frames that may be buffered at the
 * same time
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
		SettingRules.positive("tcp-timeout", this.tcpTimeout);
		SettingRules.between("max-inbound-streams", this.maxInboundStreams, 1, 65535);
		SettingRules.between("max-inbound-streams-per-address", this.maxInboundStreamsPerAddress, 1, 65535);
		if (this.inboundByteBudget < 1024 * 1024) {
			throw new ConfigException("inbound-byte-budget", this.inboundByteBudget + " bytes is too little.",
					"Set at least 1 MiB.");
		}
	}

}
