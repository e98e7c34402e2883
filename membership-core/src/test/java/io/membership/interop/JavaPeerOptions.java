package io.membership.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.membership.Keyring;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.MemberlistConfigBuilder;
import io.membership.netty.NettyTransportFactory;
import io.membership.runtime.TransportFactory;

/** Settings of one of our members. What is not said is the {@code local} preset. */
final class JavaPeerOptions implements PeerOptions {

	private final MemberlistConfigBuilder config;

	private String localState = "";

	private String ackPayload = "";

	private TransportFactory transports = NettyTransportFactory.shared();

	JavaPeerOptions(String name) {
		this.config = MemberlistConfig.local(name).bindAddress(InetAddress.getLoopbackAddress()).bindPort(0);
	}

	@Override
	public JavaPeerOptions bind(InetAddress address) {
		this.config.bindAddress(address);
		return this;
	}

	@Override
	public JavaPeerOptions port(int port) {
		this.config.bindPort(port);
		return this;
	}

	@Override
	public JavaPeerOptions keys(byte[]... keys) {
		this.config.keyring(Keyring.of(List.of(keys)));
		return this;
	}

	@Override
	public JavaPeerOptions verifyIncoming(boolean verify) {
		this.config.verifyIncoming(verify);
		return this;
	}

	@Override
	public JavaPeerOptions verifyOutgoing(boolean verify) {
		this.config.verifyOutgoing(verify);
		return this;
	}

	@Override
	public JavaPeerOptions compression(boolean compression) {
		this.config.compression(compression);
		return this;
	}

	@Override
	public JavaPeerOptions protocolVersion(int version) {
		this.config.protocolVersion(version);
		return this;
	}

	@Override
	public JavaPeerOptions meta(String meta) {
		this.config.metadata(meta.getBytes(StandardCharsets.UTF_8));
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
		this.config.gossipInterval(interval);
		return this;
	}

	@Override
	public JavaPeerOptions probe(Duration interval, Duration timeout) {
		this.config.probeInterval(interval).probeTimeout(timeout);
		return this;
	}

	@Override
	public JavaPeerOptions pushPullInterval(Duration interval) {
		this.config.pushPullInterval(interval);
		return this;
	}

	@Override
	public JavaPeerOptions suspicionMult(int mult) {
		this.config.suspicionMultiplier(mult);
		return this;
	}

	@Override
	public JavaPeerOptions tcpPings(boolean tcpPings) {
		this.config.tcpFallback(tcpPings);
		return this;
	}

	@Override
	public JavaPeerOptions reclaimTime(Duration time) {
		this.config.deadNodeReclaimTime(time);
		return this;
	}

	JavaPeerOptions transports(TransportFactory factory) {
		this.transports = factory;
		return this;
	}

	@Override
	public JavaPeer start() {
		try {
			return new JavaPeer(this.config.build(), this.transports, this.localState, this.ackPayload);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
