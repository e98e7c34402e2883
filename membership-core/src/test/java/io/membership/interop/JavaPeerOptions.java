package io.membership.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.membership.Keyring;
import io.membership.gossip.MemberlistConfig;
import io.membership.netty.NettyTransportFactory;
import io.membership.runtime.TransportFactory;

/** Settings of one of our members. What is not said is the {@code local} preset. */
final class JavaPeerOptions implements PeerOptions {

	private MemberlistConfig config;

	private String localState = "";

	private String ackPayload = "";

	private TransportFactory transports = NettyTransportFactory.shared();

	JavaPeerOptions(String name) {
		this.config = MemberlistConfig.local(name)
			.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()).withBindPort(0));
	}

	@Override
	public JavaPeerOptions bind(InetAddress address) {
		this.config = this.config.withNetwork((network) -> network.withBindAddress(address));
		return this;
	}

	@Override
	public JavaPeerOptions port(int port) {
		this.config = this.config.withNetwork((network) -> network.withBindPort(port));
		return this;
	}

	@Override
	public JavaPeerOptions keys(byte[]... keys) {
		this.config = this.config.withEncryption((encryption) -> encryption.withKeyring(Keyring.of(List.of(keys))));
		return this;
	}

	@Override
	public JavaPeerOptions verifyIncoming(boolean verify) {
		this.config = this.config.withEncryption((encryption) -> encryption.withVerifyIncoming(verify));
		return this;
	}

	@Override
	public JavaPeerOptions verifyOutgoing(boolean verify) {
		this.config = this.config.withEncryption((encryption) -> encryption.withVerifyOutgoing(verify));
		return this;
	}

	@Override
	public JavaPeerOptions compression(boolean compression) {
		this.config = this.config.withTransport((transport) -> transport.withCompression(compression));
		return this;
	}

	@Override
	public JavaPeerOptions protocolVersion(int version) {
		this.config = this.config.withVersions((versions) -> versions.withGossip(version));
		return this;
	}

	@Override
	public JavaPeerOptions meta(String meta) {
		this.config = this.config.withMetadata(meta.getBytes(StandardCharsets.UTF_8));
		return this;
	}

	@Override
	public JavaPeerOptions localState(String state) {
		this.localState = state;
		return this;
	}

	@Override
	public JavaPeerOptions ackPayload(String payload) {
		this.ackPayload = payload;
		return this;
	}

	@Override
	public JavaPeerOptions gossipInterval(Duration interval) {
		this.config = this.config.withGossip((gossip) -> gossip.withInterval(interval));
		return this;
	}

	@Override
	public JavaPeerOptions probe(Duration interval, Duration timeout) {
		this.config = this.config.withProbe((probe) -> probe.withInterval(interval).withTimeout(timeout));
		return this;
	}

	@Override
	public JavaPeerOptions pushPullInterval(Duration interval) {
		this.config = this.config.withPushPull((pushPull) -> pushPull.withInterval(interval));
		return this;
	}

	@Override
	public JavaPeerOptions suspicionMult(int mult) {
		this.config = this.config.withSuspicion((suspicion) -> suspicion.withMultiplier(mult));
		return this;
	}

	@Override
	public JavaPeerOptions tcpPings(boolean tcpPings) {
		this.config = this.config.withProbe((probe) -> probe.withTcpFallback(tcpPings));
		return this;
	}

	@Override
	public JavaPeerOptions reclaimTime(Duration time) {
		this.config = this.config.withMembers((members) -> members.withDeadNodeReclaimTime(time));
		return this;
	}

	JavaPeerOptions transports(TransportFactory factory) {
		this.transports = factory;
		return this;
	}

	@Override
	public JavaPeer start() {
		try {
			return new JavaPeer(this.config, this.transports, this.localState, this.ackPayload);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
