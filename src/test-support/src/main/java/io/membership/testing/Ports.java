package io.membership.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Reserves loopback ports for programs that a test starts. They are free for TCP and UDP
 * and lie outside the system's ephemeral range, so no connection can take one before its
 * use. A port stays reserved, also from other JVMs that run tests, until this JVM ends.
 * Thread-safe.
 */
public final class Ports {

	private static final PortRange RANGE = PortRange.outsideOf(PortRange.ephemeral());

	private static final Set<Integer> reserved = new HashSet<>();

	/** Lock file; the JVM that reserves port n locks the byte at offset n. */
	private static final FileChannel locks = openLocks();

	private static int next = ThreadLocalRandom.current().nextInt(RANGE.size());

	private Ports() {
	}

	/**
	 * Reserves a port.
	 * @return the port
	 * @throws IllegalStateException if no port is left
	 */
	public static synchronized int reserve() {
		for (int i = 0; i < RANGE.size(); i++) {
			int port = RANGE.first() + next;
			next = (next + 1) % RANGE.size();
			if (!reserved.contains(port) && isFree(port) && lock(port)) {
				reserved.add(port);
				return port;
			}
		}
		throw new IllegalStateException("No port of " + RANGE + " is free");
	}

	private static boolean isFree(int port) {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		try (ServerSocket tcp = new ServerSocket(); DatagramSocket udp = new DatagramSocket(address)) {
			tcp.bind(address);
			return udp.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Locks a port until the JVM ends. Returns whether that succeeded. */
	static boolean lock(int port) {
		try {
			return locks.tryLock(port, 1, false) != null;
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static FileChannel openLocks() {
		try {
			String user = System.getProperty("user.name").replaceAll("\\W", "_");
			return FileChannel.open(
					Path.of(System.getProperty("java.io.tmpdir"), "membership-test-ports-" + user + ".lock"),
					StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
