package io.membership.netty;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.membership.runtime.DropReason;
import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportDrop;
import io.membership.runtime.TransportOptions;
import io.membership.wire.WireDrop;
import org.junit.jupiter.api.Test;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.result;
import static org.assertj.core.api.Assertions.assertThat;

class ExchangeTests extends AllSockets {

	private static final Duration SHORT = Duration.ofMillis(300);

	@Test
	void aRequestIsAnsweredByThePeersReply() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode b = new TestNode(this.factory).start();
		b.onFrame = (frame, reply) -> reply.send(TestFrames.frame(7));
		assertThat(a.exchange(b.address(), TestFrames.frame(5), TestNode.TIMEOUT).reply())
			.isEqualTo(TestFrames.frame(7));
		assertThat(b.frames.get(0).bytes()).isEqualTo(TestFrames.frame(5));
	}

	@Test
	void manyExchangesAtTheSameTimeAllSucceed() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode b = new TestNode(this.factory).start();
		List<Outcome> outcomes = new ArrayList<>();
		for (int i = 0; i < 60; i++) {
			outcomes.add(a.exchange(b.address(), TestFrames.frame(1000 * i), TestNode.TIMEOUT));
		}
		for (int i = 0; i < 60; i++) {
			assertThat(outcomes.get(i).reply()).isEqualTo(TestFrames.frame(1000 * i));
		}
		assertThat(b.drops).isEmpty();
	}

	@Test
	void aRefusedConnectionFailsAtOnceAndSaysSo() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode gone = new TestNode(this.factory);
		gone.close();
		for (Outcome outcome : List.of(a.exchange(gone.address(), TestFrames.frame(1), TestNode.TIMEOUT),
				a.sendFrame(gone.address(), TestFrames.frame(1), TestNode.TIMEOUT))) {
			assertThat(outcome.failure()).isInstanceOf(ConnectException.class)
				.hasMessage("cannot connect to 127.0.0.1:" + gone.address().getPort() + ": connection refused");
		}
	}

	@Test
	void aMuteListenerFailsAtTheDeadline() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		try (ServerSocket mute = listener()) {
			long start = System.nanoTime();
			Outcome outcome = a.exchange(address(mute), TestFrames.frame(1), SHORT);
			assertThat(outcome.failure()).isInstanceOf(SocketTimeoutException.class)
				.hasMessage("no success with 127.0.0.1:" + mute.getLocalPort()
						+ " within 300 ms: connected, but no whole reply arrived");
			assertThat(System.nanoTime() - start).isBetween(SHORT.toNanos(), TimeUnit.MINUTES.toNanos(1));
		}
	}

	@Test
	void aReplyThatTricklesDoesNotProlongTheDeadline() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		try (ServerSocket server = listener()) {
			Outcome outcome = a.exchange(address(server), TestFrames.frame(1), SHORT);
			try (Socket accepted = server.accept()) {
				accepted.getOutputStream().write(TestFrames.header(100_000));
				await("the connection to be cut").pollInterval(Duration.ofMillis(20)).until(() -> {
					try {
						accepted.getOutputStream().write(1);
						return false;
					}
					catch (IOException ex) {
						return true;
					}
				});
			}
			assertThat(outcome.failure()).isInstanceOf(SocketTimeoutException.class);
		}
	}

	@Test
	void aHostThatDoesNotAnswerTheConnectFailsAtTheDeadline() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		try (ServerSocket full = new ServerSocket(0, 1, TestNode.LOOPBACK.getAddress())) {
			// With its queue full, the kernel ignores further attempts to connect.
			List<Outcome> outcomes = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				outcomes.add(a.exchange(address(full), TestFrames.frame(1), SHORT));
			}
			assertThat(outcomes.get(3).failure()).isInstanceOf(SocketTimeoutException.class)
				.hasMessageEndingWith("within 300 ms: not connected");
		}
	}

	@Test
	void aPeerThatClosesWithinItsReplyIsAnEndOfFile() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		try (ServerSocket server = listener()) {
			Outcome outcome = a.exchange(address(server), TestFrames.frame(1), TestNode.TIMEOUT);
			try (Socket accepted = server.accept()) {
				accepted.getInputStream().readNBytes(5);
				accepted.getOutputStream().write(Arrays.copyOf(TestFrames.frame(10), 9));
			}
			assertThat(outcome.failure()).isInstanceOf(EOFException.class)
				.hasMessage("127.0.0.1:" + server.getLocalPort()
						+ " closed the connection before a whole reply had arrived (9 bytes had)");
		}
	}

	@Test
	void aPeerThatClosesWithoutAReplyIsAnEndOfFile() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode b = new TestNode(this.factory).start();
		b.onFrame = (frame, reply) -> reply.close();
		assertThat(a.exchange(b.address(), TestFrames.frame(1), TestNode.TIMEOUT).failure())
			.isInstanceOf(EOFException.class);
	}

	@Test
	void aPeerThatResetsIsABrokenConnection() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		try (ServerSocket server = listener()) {
			Outcome outcome = a.exchange(address(server), TestFrames.frame(1), TestNode.TIMEOUT);
			try (Socket accepted = server.accept()) {
				accepted.getInputStream().readNBytes(5);
				accepted.setSoLinger(true, 0);
			}
			assertThat(outcome.failure()).isInstanceOf(SocketException.class)
				.hasMessageStartingWith(
						"connection to 127.0.0.1:" + server.getLocalPort() + " failed: connection reset");
		}
	}

	@Test
	void aReplyThatIsMalformedOrTooLargeIsRefused() throws IOException {
		TestNode a = new TestNode(this.factory,
				new TransportOptions(TestNode.LOOPBACK, TestNode.TIMEOUT, 1000, 9, 9, 1 << 20, 65536))
			.start();
		TestNode b = new TestNode(this.factory).start();
		b.onFrame = (frame, reply) -> reply.send(TestFrames.header(-1));
		expectRefused(a, b, WireDrop.MALFORMED);
		b.onFrame = (frame, reply) -> reply.send(TestFrames.frame(1001));
		expectRefused(a, b, TransportDrop.TOO_LARGE);
	}

	@Test
	void aReplyOverTheByteBudgetIsRefused() throws IOException {
		TestNode a = new TestNode(this.factory,
				new TransportOptions(TestNode.LOOPBACK, TestNode.TIMEOUT, 1 << 20, 9, 9, 50_000, 65536))
			.start();
		TestNode b = new TestNode(this.factory).start();
		b.onFrame = (frame, reply) -> reply.send(TestFrames.frame(100_000));
		expectRefused(a, b, TransportDrop.BYTE_BUDGET);
		b.onFrame = (frame, reply) -> reply.send(TestFrames.frame(40_000));
		assertThat(a.exchange(b.address(), TestFrames.frame(1), TestNode.TIMEOUT).reply())
			.isEqualTo(TestFrames.frame(40_000));
	}

	@Test
	void aFrameWithoutReplyIsReadWholeByThePeer() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		byte[] frame = TestFrames.frame(5_000_000);
		try (ServerSocket server = listener()) {
			CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> {
				try (Socket accepted = server.accept()) {
					// Bytes that we never read would make a plain close reset the stream.
					accepted.getOutputStream().write(new byte[100_000]);
					return accepted.getInputStream().readAllBytes();
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			});
			Outcome outcome = a.sendFrame(address(server), frame, Duration.ofSeconds(10));
			assertThat(outcome.reply()).isEmpty();
			assertThat(result(read, "the frame")).isEqualTo(frame);
		}
	}

	@Test
	void aFrameWithoutReplyReachesAMember() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode b = new TestNode(this.factory).start();
		b.onFrame = (frame, reply) -> reply.close();
		assertThat(a.sendFrame(b.address(), TestFrames.frame(2000), TestNode.TIMEOUT).reply()).isEmpty();
		await("the frame").until(() -> b.frames.size() == 1);
		assertThat(b.frames.get(0).bytes()).isEqualTo(TestFrames.frame(2000));
		assertThat(b.drops).isEmpty();
	}

	@Test
	void aPeerThatDoesNotReadTheFrameFailsAtTheDeadline() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		try (ServerSocket mute = listener()) {
			assertThat(a.sendFrame(address(mute), TestFrames.frame(20_000_000), SHORT).failure())
				.isInstanceOf(SocketTimeoutException.class)
				.hasMessageEndingWith("connected, but the peer did not take the whole frame");
		}
	}

	@Test
	void aNameThatIsNotResolvedFails() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		assertThat(a
			.exchange(InetSocketAddress.createUnresolved("nowhere.invalid", 7946), TestFrames.frame(1),
					TestNode.TIMEOUT)
			.failure()).isInstanceOf(UnknownHostException.class)
			.hasMessage("cannot connect to nowhere.invalid:7946: the name is not resolved");
	}

	@Test
	void anIpv4MappedAddressIsTheIpv4Address() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode b = new TestNode(this.factory).start();
		byte[] mapped = new byte[16];
		mapped[10] = -1;
		mapped[11] = -1;
		System.arraycopy(b.address().getAddress().getAddress(), 0, mapped, 12, 4);
		InetAddress address = Inet6Address.getByAddress(null, mapped, -1);
		assertThat(address).isInstanceOf(Inet6Address.class);
		InetSocketAddress to = new InetSocketAddress(address, b.address().getPort());
		assertThat(a.exchange(to, TestFrames.frame(1), TestNode.TIMEOUT).reply()).hasSize(5);
		a.send(to, new byte[] { 1 });
		await("the packets").until(() -> b.packets.size() == 1);
		assertThat(AddressFamilies.normalize(to)).isEqualTo(b.address());
	}

	@Test
	void aTimeoutOfNothingFailsButNotSynchronously() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		try (ServerSocket mute = listener()) {
			assertThat(a.exchange(address(mute), TestFrames.frame(1), Duration.ZERO).failure())
				.isInstanceOf(SocketTimeoutException.class);
		}
	}

	@Test
	void aCallbackThatThrowsIsCountedAndNothingElseSuffers() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode b = new TestNode(this.factory).start();
		Transport.ExchangeCallback throwing = new Transport.ExchangeCallback() {
			@Override
			public void completed(byte[] reply) {
				throw new IllegalStateException("provoked by the test");
			}

			@Override
			public void failed(Throwable cause) {
				throw new IllegalStateException("provoked by the test");
			}
		};
		a.onLoop(() -> {
			a.transport.exchange(b.address(), TestFrames.frame(1), TestNode.TIMEOUT, throwing);
			a.transport.exchange(b.address(), TestFrames.frame(1), Duration.ZERO, throwing);
		});
		await("the drops").until(() -> a.drops.size() == 2);
		assertThat(a.drops).containsOnly(TransportDrop.INTERNAL_ERROR);
		assertThat(a.exchange(b.address(), TestFrames.frame(1), TestNode.TIMEOUT).reply()).hasSize(5);
	}

	private static void expectRefused(TestNode a, TestNode b, DropReason reason) {
		Throwable failure = a.exchange(b.address(), TestFrames.frame(1), TestNode.TIMEOUT).failure();
		assertThat(failure).isInstanceOfSatisfying(FrameRefusedException.class,
				(refused) -> assertThat(refused.reason()).isEqualTo(reason));
	}

	private static ServerSocket listener() throws IOException {
		return new ServerSocket(0, 50, TestNode.LOOPBACK.getAddress());
	}

	private static InetSocketAddress address(ServerSocket server) {
		return (InetSocketAddress) server.getLocalSocketAddress();
	}

}
