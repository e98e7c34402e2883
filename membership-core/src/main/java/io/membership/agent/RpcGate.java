package io.membership.agent;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Guards a connection: a client must shake hands and authenticate before any other
 * command.
 */
final class RpcGate {

	private static final int VERSION = 1;

	private final RpcServerConfig config;

	private final WrongKeys wrongKeys;

	private final SocketAddress client;

	private boolean handshaken;

	private boolean authenticated;

	private int failures;

	RpcGate(RpcServerConfig config, WrongKeys wrongKeys, SocketAddress client) {
		this.config = config;
		this.wrongKeys = wrongKeys;
		this.client = client;
		this.authenticated = config.expectedKey().isEmpty();
	}

	boolean isHandshaken() {
		return this.handshaken;
	}

	boolean isAuthenticated() {
		return this.authenticated;
	}

	/** Returns whether the client may use all commands. */
	boolean isPassed() {
		return this.handshaken && this.authenticated;
	}

	RpcReply handshake(IpcFields body) throws IOException {
		long version = body.signed("Version", Integer.MIN_VALUE, Integer.MAX_VALUE);
		if (version != VERSION) {
			return RpcReply.error("Unsupported IPC version");
		}
		if (this.handshaken) {
			return RpcReply.error("Handshake already performed");
		}
		this.handshaken = true;
		return RpcReply.ok();
	}

	/** Compares in constant time, wherever a wrong key differs. */
	RpcReply authenticate(IpcFields body) throws IOException {
		if (MessageDigest.isEqual(digest(body.text("AuthKey")), digest(this.config.expectedKey()))) {
			this.authenticated = true;
			return RpcReply.ok();
		}
		this.failures++;
		this.wrongKeys.add(this.client);
		if (this.wrongKeys.areTooMany(this.client)) {
			// clients with the correct key stay admitted: they may share the address
			return RpcReply.fatal("Too many invalid authentication tokens");
		}
		String refused = "Invalid authentication token";
		return (this.failures < this.config.limits().failures()) ? RpcReply.error(refused) : RpcReply.fatal(refused);
	}

	private static byte[] digest(String key) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

}
