package io.membership.agent;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import io.membership.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an {@link RpcServer}. Immutable. {@link #toString()} hides the key.
 *
 * @param address the address to listen on; port 0 picks a free port. A client can make
 * the member leave and replace its keys, so an address that other machines can reach
 * requires a key
 * @param authKey the key that clients must present; {@code null} or empty for none. It
 * travels in plain text, as the protocol has no encryption
 * @param limits limits for clients
 */
public record RpcServerConfig(InetSocketAddress address, @Nullable String authKey, Limits limits) {

	/** Port of Serf's agent. */
	public static final int DEFAULT_PORT = 7373;

	/**
	 * Checks the settings.
	 * @throws ConfigException if other machines can reach the address and there is no key
	 */
	public RpcServerConfig {
		InetAddress ip = address.getAddress();
		if (ip == null) {
			throw new ConfigException("rpc.address", "'" + address.getHostString() + "' cannot be resolved.",
					"Set an IP address of this machine, for example 127.0.0.1:" + DEFAULT_PORT + ".");
		}
		if (!ip.isLoopbackAddress() && (authKey == null || authKey.isEmpty())) {
			throw new ConfigException("rpc.address",
					"'" + ip.getHostAddress() + "' is reachable from other machines, and rpc.auth-key is not set.",
					"Set rpc.auth-key, or listen on a loopback address, for example 127.0.0.1:" + DEFAULT_PORT + ".");
		}
	}

	/**
	 * Returns Serf's defaults: the loopback address, no key.
	 * @return the settings
	 */
	public static RpcServerConfig loopback() {
		return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), DEFAULT_PORT), null);
	}

	/**
	 * Returns settings with the default limits.
	 * @param address the address to listen on; port 0 picks a free port
	 * @param authKey the key that clients must present; {@code null} or empty for none
	 * @return the settings
	 */
	public static RpcServerConfig at(InetSocketAddress address, @Nullable String authKey) {
		return new RpcServerConfig(address, authKey, Limits.DEFAULT);
	}

	/** Returns the key to compare with; empty if there is none. */
	String expectedKey() {
		return (this.authKey != null) ? this.authKey : "";
	}

	@Override
	public String toString() {
		return "RpcServerConfig[address=" + this.address + ", authKey=" + (expectedKey().isEmpty() ? "none" : "hidden")
				+ ", limits=" + this.limits + "]";
	}

	/**
	 * Limits for clients.
	 *
	 * @param connections number of open connections
	 * @param connectionsPerAddress number of open connections from one IP address
	 * @param requestBytes largest header or body of a request
	 * @param strangerRequestBytes largest header or body before authentication
	 * @param streams number of streams, and number of queries, of one connection at a
	 * time
	 * @param bufferedRecords number of records that one stream buffers for a slow client;
	 * further records are dropped
	 * @param bufferedBytes number of bytes that all streams of a connection buffer
	 * @param strangerTimeout time from connecting to the end of handshake and
	 * authentication
	 * @param requestTimeout time from the first byte of a request to its last
	 * @param stallTimeout time without progress in sending after which the server closes
	 * the connection
	 * @param failureDelay delay of the reply to a wrong key
	 * @param failures number of wrong keys that a connection may try
	 * @param failuresPerAddress number of wrong keys from one IP address (for IPv6, one
	 * /64 network) within a minute, after which each further wrong key closes its
	 * connection
	 */
	public record Limits(int connections, int connectionsPerAddress, int requestBytes, int strangerRequestBytes,
			int streams, int bufferedRecords, int bufferedBytes, Duration strangerTimeout, Duration requestTimeout,
			Duration stallTimeout, Duration failureDelay, int failures, int failuresPerAddress) {

		/** Far above the needs of tools. */
		public static final Limits DEFAULT = new Limits(128, 64, 256 * 1024, 4096, 64, 512, 4 * 1024 * 1024,
				Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1), 3, 12);

	}

}
