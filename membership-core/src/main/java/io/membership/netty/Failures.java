package io.membership.netty;

import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.membership.Addresses;
import org.jspecify.annotations.Nullable;

/**
 * Creates exceptions that name the address and the reason, in the same words everywhere.
 */
final class Failures {

	/** Messages of operating systems, without the names of system calls. */
	private static final List<String> REASONS = List.of("Address already in use", "Cannot assign requested address",
			"Permission denied", "Address family not supported by protocol", "Connection refused",
			"Connection reset by peer", "Connection reset", "Broken pipe", "No route to host", "Network is unreachable",
			"Host is unreachable", "Too many open files");

	private Failures() {
	}

	static BindException bind(InetSocketAddress address, String protocol, @Nullable Throwable cause) {
		return because(
				new BindException("cannot bind " + Addresses.format(address) + " (" + protocol + "): " + reason(cause)),
				cause);
	}

	static ConnectException connect(InetSocketAddress to, @Nullable Throwable cause) {
		return because(new ConnectException("cannot connect to " + Addresses.format(to) + ": " + reason(cause)), cause);
	}

	static SocketException broken(InetSocketAddress peer, @Nullable Throwable cause) {
		return because(new SocketException("connection to " + Addresses.format(peer) + " failed: " + reason(cause)),
				cause);
	}

	static EOFException ended(InetSocketAddress peer, String before) {
		return new EOFException(Addresses.format(peer) + " closed the connection before " + before);
	}

	static SocketTimeoutException timeout(InetSocketAddress peer, Duration timeout, String during) {
		return new SocketTimeoutException(
				"no success with " + Addresses.format(peer) + " within " + timeout.toMillis() + " ms: " + during);
	}

	private static <E extends IOException> E because(E failure, @Nullable Throwable cause) {
		if (cause != null) {
			failure.initCause(cause);
		}
		return failure;
	}

	private static String reason(@Nullable Throwable cause) {
		String message = (cause != null) ? cause.getMessage() : null;
		if (message == null) {
			return (cause != null) ? cause.getClass().getSimpleName() : "unknown";
		}
		for (String reason : REASONS) {
			if (message.contains(reason)) {
				return reason.toLowerCase(Locale.ROOT);
			}
		}
		return message;
	}

}
