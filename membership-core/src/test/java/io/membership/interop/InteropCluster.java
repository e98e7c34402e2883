package io.membership.interop;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import io.membership.testing.Eventually;
import io.membership.testing.Ports;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/** Starts the peers of one test and closes them after it. */
final class InteropCluster implements AfterEachCallback {

	private final List<Peer> peers = new ArrayList<>();

	Peer start(PeerOptions options) {
		Peer peer = options.start();
		this.peers.add(peer);
		return peer;
	}

	/**
	 * Starts a peer at a port that a later one can take over or share.
	 * @param options settings of the peer
	 * @return the running peer
	 */
	Peer startAtReservedPort(PeerOptions options) {
		for (int starts = 1;; starts++) {
			try {
				return start(options.port(Ports.reserve()));
			}
			catch (IllegalStateException | UncheckedIOException ex) {
				if (starts == 5
						|| !String.valueOf(ex.getMessage()).toLowerCase(Locale.ROOT).contains("already in use")) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Pings until an answer comes in time.
	 * @param from who pings
	 * @param to the name of the other peer
	 * @return the round-trip time
	 */
	static Duration ping(Peer from, String to) {
		return eventually().ignoreExceptions().until(() -> from.ping(to), (roundTrip) -> true);
	}

	/**
	 * Puts a member on the port of another one, on a loopback address of its own. A
	 * member that speaks protocol version 1 takes it that all have its own port.
	 * @param other the other member
	 * @param options settings of the member
	 * @return the settings
	 */
	PeerOptions onPortOf(Peer other, PeerOptions options) {
		try {
			byte[] address = { 127, 0, 0, (byte) (2 + this.peers.size()) };
			return options.bind(InetAddress.getByAddress(address)).port(other.address().getPort());
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Waits until every one of the peers believes that exactly they are alive.
	 * @param peers the peers
	 */
	void awaitAgreement(Peer... peers) {
		awaitAgreement(Arrays.asList(peers));
	}

	void awaitAgreement(Collection<Peer> peers) {
		String[] names = peers.stream().map(Peer::name).sorted().toArray(String[]::new);
		eventually().untilAsserted(
				() -> assertThat(peers).allSatisfy((peer) -> assertThat(peer.alive()).containsExactly(names)));
	}

	static ConditionFactory eventually() {
		return Eventually.await("the peers");
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.peers.forEach(Peer::close);
	}

}
