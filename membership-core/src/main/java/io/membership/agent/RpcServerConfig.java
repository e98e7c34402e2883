package io.membership.agent;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import io.membership.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an {@link RpcServer}. Immutable. {@link #toString()} does not show the key.
 *
 * @param address where to listen, port 0 for any free one. As whoever can connect can
 * make the member leave and replace its keys, an address that is reachable from other
 * machines needs a key
 * @param authKey what a client must know; {@code null} or empty for nothing. It travels
 * in plain text, as the protocol has no encryption
 * @param limits what clients may cost
 */
public record RpcServerConfig(InetSocketAddress address, @Nullable String authKey, Limits limits) {

	/** The port of Serf's agent. */
	public static final int DEFAULT_PORT = 7373;

	/**
	 * Checks the settings.
	 * @throws ConfigException if the address is no address of this machine only, and
	 * there is no key
	 */
	public RpcServerConfig {
		InetAddress ip = address.getAddress();
		if (ip == null) {
			throw new ConfigException("rpc.address", "'" + address.getHostString() + "' cannot be resolved.",
					"Set an IP address of this machine, for example 127.0.0.1:" + DEFAULT_PORT + ".");
		}
		if (!ip.isLoopbackAddress() && (authKey == null || authKey.isEmpty())) {
			throw new ConfigException("rpc.address",
					"'" + ip.getHostAddress() + "' can be reached from other machines, and there is no rpc.auth-key.",
					"Set rpc.auth-key, or listen on a loopback address, for example 127.0.0.1:" + DEFAULT_PORT + ".");
		}
	}

	/**
	 * Serf's own: the loopback address, no key.
	 * @return the settings
	 */
	public static RpcServerConfig loopback() {
		return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), DEFAULT_PORT), null);
	}

	/**
	 * Another address, the default limits.
	 * @param address where to listen, port 0 for any free one
	 * @param authKey what a client must know; {@code null} or empty for nothing
	 * @return the settings
	 */
	public static RpcServerConfig at(InetSocketAddress address, @Nullable String authKey) {
		return new RpcServerConfig(address, authKey, Limits.DEFAULT);
	}

	/** The key as it is compared: none is the empty one. */
	String expectedKey() {
		return (this.authKey != null) ? this.authKey : "";
	}

	@Override
	public String toString() {
		return "RpcServerConfig[address=" + this.address + ", authKey=" + (expectedKey().isEmpty() ? "none" : "hidden")
				+ ", limits=" + this.limits + "]";
	}

	/**
	 * What clients may cost.
	 *
	 * @param connections how many may be open
	 * @param connectionsPerAddress how many of them from one IP address
	 * @param requestBytes largest header or body of a request
	 * @param strangerRequestBytes the same, as long as a client has not authenticated
	 * @param streams how many streams, and how many queries, a connection may have at a
	 * time
	 * @param bufferedRecords how many records may wait in one stream for a slow client;
	 * more are dropped
	 * @param bufferedBytes how many bytes may wait in all streams of a connection
	 * @param strangerTimeout time from connecting to the end of handshake and
	 * authentication
	 * @param requestTimeout time from the first byte of a request to its last
	 * @param stallTimeout how long a client may read nothing of what is sent to it, until
	 * the connection is closed
	 * @param failureDelay how long the answer to a wrong key is held back
	 * @param failures how many wrong keys a connection may try
	 * @param failuresPerAddress how many wrong keys may come from one IP address within a
	 * minute, of IPv6 from one network of 64 bits, before each further wrong one closes
	 * its connection
	 */
	public record Limits(int connections, int connectionsPerAddress, int requestBytes, int strangerRequestBytes,
			int streams, int bufferedRecords, int bufferedBytes, Duration strangerTimeout, Duration requestTimeout,
			Duration stallTimeout, Duration failureDelay, int failures, int failuresPerAddress) {

		/** Far above what tools need. */
		public static final Limits DEFAULT = new Limits(128, 64, 256 * 1024, 4096, 64, 512, 4 * 1024 * 1024,
				Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1), 3, 12);

	}

}
