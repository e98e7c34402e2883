package io.membership.netty;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.membership.runtime.TransportDrop;
import io.membership.runtime.TransportOptions;
import io.membership.testing.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.membership.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Peers that hold streams open, fill memory, or take up every place. */
class HostileStreamTests extends AllSockets {

	private static final int MEBIBYTE = 1024 * 1024;

	private final List<SocketChannel> opened = new ArrayList<>();

	@AfterEach
	void closeSockets() throws IOException {
		for (SocketChannel socket : this.opened) {
			socket.close();
		}
	}

	@Test
	void bytesThatTrickleDoNotProlongTheDeadline() throws IOException {
		TestNode node = new TestNode(this.factory, options(Duration.ofMillis(400), 64, 64, MEBIBYTE)).start();
		long start = System.nanoTime();
		try (Socket socket = node.connect()) {
			OutputStream out = socket.getOutputStream();
			out.write(TestFrames.header(100_000));
			await("the connection to be cut").pollInterval(Duration.ofMillis(20)).until(() -> {
				try {
					out.write(1);
					return false;
				}
				catch (IOException ex) {
					return true;
				}
			});
		}
		assertThat(System.nanoTime() - start).isBetween(TimeUnit.MILLISECONDS.toNanos(400),
				TimeUnit.MINUTES.toNanos(1));
		assertThat(node.drops).containsExactly(TransportDrop.STREAM_TIMEOUT);
	}

	@Test
	void aStreamWhoseFrameIsNeverAnsweredIsClosedAtTheDeadline() throws IOException {
		TestNode node = new TestNode(this.factory, options(Duration.ofMillis(300), 64, 64, MEBIBYTE)).start();
		node.onFrame = (frame, reply) -> {
		};
		try (Socket socket = node.connect()) {
			socket.getOutputStream().write(TestFrames.frame(1));
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
		assertThat(node.drops).containsExactly(TransportDrop.STREAM_TIMEOUT);
	}

	@Test
	void aPeerThatDoesNotReadItsReplyIsCutOffAtTheDeadline() throws IOException {
		TestNode node = new TestNode(this.factory, options(Duration.ofMillis(500), 64, 1, MEBIBYTE)).start();
		node.onFrame = (frame, reply) -> reply.send(new byte[20 * MEBIBYTE]);
		try (Socket socket = node.connect()) {
			socket.getOutputStream().write(TestFrames.frame(1));
			await("the drops").until(() -> node.drops.equals(List.of(TransportDrop.STREAM_TIMEOUT)));
			node.onFrame = (frame, reply) -> reply.send(TestFrames.frame(1));
			assertServed(node, TestNode.LOOPBACK.getAddress());
		}
	}

	@Test
	void aThousandHalfOpenConnectionsLeaveRoomForOtherPeers() throws IOException {
		TestNode node = new TestNode(this.factory, options(Duration.ofSeconds(2), 256, 64, 64 * MEBIBYTE)).start();
		for (int i = 0; i < 1000; i++) {
			open(node.address());
		}
		await("the drops").until(() -> node.drops.size() == 1000 - 64);
		assertThat(node.drops).containsOnly(TransportDrop.STREAM_LIMIT);
		assertServed(node, InetAddress.getByName("127.0.0.2"));
		// The deadline clears them away, and then the same address is served again.
		await("the drops").until(() -> Collections.frequency(node.drops, TransportDrop.STREAM_TIMEOUT) == 64);
		assertServed(node, TestNode.LOOPBACK.getAddress());
	}

	@Test
	void theTotalOfStreamsIsLimitedOverAllAddresses() throws IOException {
		TestNode node = new TestNode(this.factory, options(TestNode.TIMEOUT, 3, 2, MEBIBYTE)).start();
		openFrom("127.0.0.2", node);
		openFrom("127.0.0.3", node);
		openFrom("127.0.0.4", node);
		InboundStreamTests.expectClosed(openFrom("127.0.0.5", node).socket());
		assertThat(node.drops).containsExactly(TransportDrop.STREAM_LIMIT);
		this.opened.get(0).close();
		await("an answer").ignoreExceptions()
			.untilAsserted(() -> assertServed(node, InetAddress.getByName("127.0.0.5")));
	}

	@Test
	void unfinishedFramesTogetherStayWithinTheByteBudget() throws IOException {
		TestNode node = new TestNode(this.factory, options(TestNode.TIMEOUT, 256, 256, 4 * MEBIBYTE)).start();
		List<SocketChannel> senders = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			SocketChannel sender = open(node.address());
			sendUnfinished(sender, MEBIBYTE - 1);
			senders.add(sender);
		}
		await("the drops").until(() -> node.drops.size() >= 4);
		assertThat(node.drops).containsOnly(TransportDrop.BYTE_BUDGET);
		for (SocketChannel sender : senders) {
			sender.close();
		}
		// What they held is given back: a frame that needs most of the budget passes.
		TestNode peer = new TestNode(this.factory).start();
		byte[] large = TestFrames.frame(3 * MEBIBYTE + MEBIBYTE / 2);
		await("an answer").ignoreExceptions()
			.untilAsserted(
					() -> assertThat(peer.exchange(node.address(), large, TestNode.TIMEOUT).reply()).isEqualTo(large));
	}

	@Test
	void aHundredAndTwentyEightSendersOfTwentyMebibytesDoNotExhaustTheHeap() throws Exception {
		TestNode node = new TestNode(this.factory, options(Duration.ofSeconds(20), 256, 256, 64 * MEBIBYTE)).start();
		List<Thread> senders = new ArrayList<>();
		for (int i = 0; i < 128; i++) {
			SocketChannel sender = open(node.address());
			Thread thread = new Thread(() -> sendUnfinished(sender, 20 * MEBIBYTE));
			thread.start();
			senders.add(thread);
		}
		// 64 MiB hold three such frames; the packets go on while they arrive.
		await("the drops").until(() -> node.drops.size() >= 100);
		assertThat(node.drops).containsOnly(TransportDrop.BYTE_BUDGET);
		TestNode peer = new TestNode(this.factory).start();
		peer.send(node.address(), new byte[] { 1 });
		await("the packets").until(() -> node.packets.size() == 1);
		closeSockets();
		for (Thread sender : senders) {
			sender.join(Eventually.LIMIT.toMillis());
		}
		await("an answer").ignoreExceptions()
			.untilAsserted(() -> assertServed(node, InetAddress.getByName("127.0.0.2")));
	}

	private static TransportOptions options(Duration timeout, int streams, int streamsPerAddress, int budget) {
		return new TransportOptions(TestNode.LOOPBACK, timeout, TransportOptions.DEFAULT_MAX_FRAME_BYTES, streams,
				streamsPerAddress, budget, 65536);
	}

	private SocketChannel open(SocketAddress to) throws IOException {
		SocketChannel socket = SocketChannel.open(to);
		this.opened.add(socket);
		return socket;
	}

	private SocketChannel openFrom(String local, TestNode node) throws IOException {
		SocketChannel socket = SocketChannel.open().bind(new InetSocketAddress(local, 0));
		socket.connect(node.address());
		this.opened.add(socket);
		return socket;
	}

	/**
	 * Sends until the connection is closed, as it must be when the budget is exceeded.
	 */
	private static void sendUnfinished(SocketChannel socket, int bytes) {
		try {
			socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
			ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
			socket.write(ByteBuffer.wrap(TestFrames.header(bytes + 1)));
			for (int left = bytes; left > 0; left -= piece.limit()) {
				piece.clear().limit(Math.min(left, piece.capacity()));
				while (piece.hasRemaining()) {
					socket.write(piece);
				}
			}
		}
		catch (IOException ex) {
			// cut off
		}
	}

	private static void assertServed(TestNode node, InetAddress from) throws IOException {
		try (Socket socket = new Socket()) {
			socket.setSoTimeout((int) TestNode.TIMEOUT.toMillis());
			socket.bind(new InetSocketAddress(from, 0));
			socket.connect(node.address());
			socket.getOutputStream().write(TestFrames.frame(1));
			assertThat(socket.getInputStream().readAllBytes()).isEqualTo(TestFrames.frame(1));
		}
	}

}
