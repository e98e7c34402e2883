package io.membership.interop;

import java.net.InetAddress;
import java.time.Duration;

/** Settings that both implementations have. The defaults are {@link Kind#named}'s. */
sealed interface PeerOptions permits GoPeerOptions, JavaPeerOptions {

	PeerOptions bind(InetAddress address);

	PeerOptions port(int port);

	PeerOptions keys(byte[]... keys);

	PeerOptions verifyIncoming(boolean verify);

	PeerOptions verifyOutgoing(boolean verify);

	PeerOptions compression(boolean compression);

	PeerOptions protocolVersion(int version);

	PeerOptions meta(String meta);

	PeerOptions localState(String state);

	PeerOptions ackPayload(String payload);

	PeerOptions gossipInterval(Duration interval);

	PeerOptions probe(Duration interval, Duration timeout);

	PeerOptions pushPullInterval(Duration interval);

	PeerOptions suspicionMult(int mult);

	PeerOptions reclaimTime(Duration time);

	PeerOptions tcpPings(boolean tcpPings);

	/**
	 * Starts the member; it can be joined when this returns.
	 * @return the running member
	 */
	Peer start();

}
