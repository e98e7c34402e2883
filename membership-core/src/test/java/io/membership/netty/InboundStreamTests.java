package io.membership.netty;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

import io.membership.runtime.DropReason;
import io.membership.runtime.TransportDrop;
import io.membership.runtime.TransportHandler.FrameReply;
import io.membership.runtime.TransportOptions;
import io.membership.wire.WireDrop;
import org.junit.jupiter.api.Test;

import static io.membership.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

class InboundStreamTests extends AllSockets {

	@Test
	void aFrameIsDeliveredOnTheLoopAndItsReplyIsTheLastOfTheStream() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		try (Socket socket = node.connect()) {
			socket.getOutputStream().write(TestFrames.frame(100));
			assertThat(socket.getInputStream().readAllBytes()).isEqualTo(TestFrames.frame(100));
			TestNode.Frame frame = node.frames.get(0);
			assertThat(frame.bytes()).isEqualTo(TestFrames.frame(100));
			assertThat(frame.onLoop()).isTrue();
			assertThat(frame.from()).isEqualTo(socket.getLocalSocketAddress());
		}
		assertThat(node.drops).isEmpty();
	}

	@Test
	void aFrameThatArrivesByteByByteIsDeliveredOnce() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		try (Socket socket = node.connect()) {
			socket.setTcpNoDelay(true);
			for (byte octet : TestFrames.frame(30)) {
				socket.getOutputStream().write(octet);
			}
			assertThat(socket.getInputStream().readAllBytes()).isEqualTo(TestFrames.frame(30));
		}
		assertThat(node.frames).hasSize(1);
	}

	@Test
	void aFrameOfTwentyMebibytesIsAnsweredWithOneOfTheSameSize() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode b = new TestNode(this.factory).start();
		byte[] frame = TestFrames.frame(20 * 1024 * 1024);
		assertThat(a.exchange(b.address(), frame, Duration.ofSeconds(20)).reply()).isEqualTo(frame);
		assertThat(b.frames.get(0).bytes()).isEqualTo(frame);
	}

	@Test
	void whatFollowsTheFrameIsIgnoredAndDoesNotCostTheReply() throws IOException {
		TestNode node = new TestNode(this.factory);
		AtomicReference<FrameReply> reply = new AtomicReference<>();
		node.onFrame = (frame, answer) -> reply.set(answer);
		node.start();
		try (Socket socket = node.connect()) {
			OutputStream out = socket.getOutputStream();
			out.write(TestFrames.frame(10));
			out.write(TestFrames.frame(20));
			out.write(new byte[500_000]);
			await("the request").until(() -> reply.get() != null);
			reply.get().send(TestFrames.frame(1_000_000));
			out.write(new byte[500_000]);
			assertThat(socket.getInputStream().readAllBytes()).isEqualTo(TestFrames.frame(1_000_000));
		}
		assertThat(node.frames).hasSize(1);
		assertThat(node.drops).isEmpty();
	}

	@Test
	void aReplyMayComeLaterAndFromAnotherThread() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		AtomicReference<FrameReply> reply = new AtomicReference<>();
		node.onFrame = (frame, answer) -> reply.set(answer);
		try (Socket socket = node.connect()) {
			socket.getOutputStream().write(TestFrames.frame(10));
			await("the request").until(() -> reply.get() != null);
			reply.get().send(TestFrames.frame(3));
			assertThat(socket.getInputStream().readAllBytes()).isEqualTo(TestFrames.frame(3));
		}
	}

	@Test
	void aPeerThatHasSaidEverythingStillGetsItsReply() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		AtomicReference<FrameReply> reply = new AtomicReference<>();
		node.onFrame = (frame, answer) -> reply.set(answer);
		try (Socket socket = node.connect()) {
			socket.getOutputStream().write(TestFrames.frame(10));
			socket.shutdownOutput();
			await("the request").until(() -> reply.get() != null);
			node.onLoop(() -> reply.get().send(TestFrames.frame(4)));
			assertThat(socket.getInputStream().readAllBytes()).isEqualTo(TestFrames.frame(4));
		}
		assertThat(node.drops).isEmpty();
	}

	@Test
	void aFrameThatNeedsNoReplyClosesTheStream() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		node.onFrame = (frame, reply) -> reply.close();
		try (Socket socket = node.connect()) {
			socket.getOutputStream().write(TestFrames.frame(10));
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
		assertThat(node.frames).hasSize(1);
	}

	@Test
	void onlyTheFirstAnswerCounts() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		node.onFrame = (frame, reply) -> {
			reply.send(TestFrames.frame(1));
			reply.send(TestFrames.frame(2));
			reply.close();
		};
		try (Socket socket = node.connect()) {
			socket.getOutputStream().write(TestFrames.frame(10));
			assertThat(socket.getInputStream().readAllBytes()).isEqualTo(TestFrames.frame(1));
		}
	}

	@Test
	void aHandlerThatThrowsLosesOneStreamOnly() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		node.onFrame = (frame, reply) -> {
			if (frame.bytes().length == TestFrames.HEADER) {
				throw new IllegalStateException("provoked by the test");
			}
			reply.send(frame.bytes());
		};
		try (Socket socket = node.connect()) {
			socket.getOutputStream().write(TestFrames.frame(0));
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
		assertThat(node.drops).containsExactly(TransportDrop.INTERNAL_ERROR);
		try (Socket socket = node.connect()) {
			socket.getOutputStream().write(TestFrames.frame(1));
			assertThat(socket.getInputStream().readAllBytes()).isEqualTo(TestFrames.frame(1));
		}
	}

	@Test
	void aStreamThatEndsWithinAFrameIsCounted() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		try (Socket socket = node.connect()) {
			socket.getOutputStream().write(Arrays.copyOf(TestFrames.frame(10), 9));
			socket.shutdownOutput();
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
		await("the drops").until(() -> node.drops.size() == 1);
		assertThat(node.drops).containsExactly(TransportDrop.STREAM_ENDED);
		assertThat(node.frames).isEmpty();
	}

	@Test
	void aStreamThatIsResetWithinAFrameIsCounted() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		try (Socket socket = node.connect()) {
			socket.getOutputStream().write(Arrays.copyOf(TestFrames.frame(10), 9));
			socket.setSoLinger(true, 0);
		}
		await("the drops").until(() -> node.drops.size() == 1);
		assertThat(node.drops).containsExactly(TransportDrop.STREAM_ENDED);
	}

	@Test
	void aPortCheckThatSendsNothingIsNotCounted() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		try (Socket socket = node.connect()) {
			socket.shutdownOutput();
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
		try (Socket socket = node.connect()) {
			socket.getOutputStream().write(TestFrames.frame(1));
			socket.getInputStream().readAllBytes();
		}
		assertThat(node.drops).isEmpty();
	}

	@Test
	void aMalformedFrameClosesTheStreamAtOnce() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		expectRefused(node, TestFrames.header(-1), WireDrop.MALFORMED);
	}

	@Test
	void aFrameThatDeclaresTooMuchClosesTheStreamAtOnce() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		expectRefused(node, TestFrames.header(Integer.MAX_VALUE), TransportDrop.TOO_LARGE);
	}

	@Test
	void aFrameOverTheLimitIsRefusedWhateverTheScannerSays() throws IOException {
		TransportOptions options = new TransportOptions(TestNode.LOOPBACK, TestNode.TIMEOUT, 1000, 10, 10, 1 << 20,
				65536);
		TestNode node = new TestNode(this.factory, options).start();
		expectRefused(node, Arrays.copyOf(TestFrames.header(1_000_000), 1000), TransportDrop.TOO_LARGE);
		expectRefused(node, TestFrames.frame(1001 - TestFrames.HEADER), TransportDrop.TOO_LARGE);
		try (Socket socket = node.connect()) {
			socket.getOutputStream().write(TestFrames.frame(1000 - TestFrames.HEADER));
			assertThat(socket.getInputStream().readAllBytes()).hasSize(1000);
		}
	}

	private void expectRefused(TestNode node, byte[] sent, DropReason reason) throws IOException {
		node.drops.clear();
		try (Socket socket = node.connect()) {
			socket.getOutputStream().write(sent);
			expectClosed(socket);
		}
		assertThat(node.drops).containsExactly(reason);
		assertThat(node.frames).isEmpty();
	}

	static void expectClosed(Socket socket) {
		int read;
		try (InputStream in = socket.getInputStream()) {
			read = in.read();
		}
		catch (IOException ex) {
			// A reset closes as well as an end does.
			assertThat(ex).isInstanceOf(SocketException.class);
			return;
		}
		assertThat(read).isEqualTo(-1);
	}

}
