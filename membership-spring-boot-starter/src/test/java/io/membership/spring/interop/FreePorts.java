package io.membership.spring.interop;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of the loopback interface that are free for UDP and TCP. They are chosen below
 * those that the system itself gives to connections, so that none is taken between its
 * choice and its use, or between the stop of a node and its restart.
 */
final class FreePorts {

	private static final int FIRST = 12_000;

	private static final int COUNT = 18_000;

	private static final AtomicInteger next = new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

	private FreePorts() {
	}

	static int next() {
		for (int i = 0; i < COUNT; i++) {
			int port = FIRST + Math.floorMod(next.getAndIncrement(), COUNT);
			if (isFree(port)) {
				return port;
			}
		}
		throw new IllegalStateException("No port is free");
	}

	private static boolean isFree(int port) {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		try (ServerSocket tcp = new ServerSocket(); DatagramSocket udp = new DatagramSocket(address)) {
			tcp.bind(address);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
