package io.membership.netty;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import io.membership.runtime.NodeRuntime;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportHandler.FrameReply;
import io.membership.runtime.TransportOptions;
import io.membership.testing.Ports;
import org.junit.jupiter.api.Test;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.eventually;
import static io.membership.testing.Eventually.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

class LifecycleTests extends AllSockets {

	private static final Duration SHORT = Duration.ofMillis(300);

	@Test
	void portZeroIsAPortThatIsTakenForUdpAndTcp() throws IOException {
		TestNode node = new TestNode(this.factory);
		assertThat(node.address().getPort()).isPositive();
		assertThat(node.address().getAddress()).isEqualTo(TestNode.LOOPBACK.getAddress());
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> new DatagramSocket(node.address()).close());
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> serverOn(node.address()).close());
	}

	@Test
	void aPortThatIsTakenForUdpOrTcpIsNamedInTheError() throws IOException {
		InetSocketAddress taken = new InetSocketAddress(TestNode.LOOPBACK.getAddress(), Ports.reserve());
		try (ServerSocket tcp = serverOn(taken)) {
			assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(taken))
				.withMessage("cannot bind 127.0.0.1:" + taken.getPort() + " (TCP): address already in use");
		}
		try (DatagramSocket udp = new DatagramSocket(taken)) {
			for (int i = 0; i < 20; i++) {
				assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(taken))
					.withMessage("cannot bind 127.0.0.1:" + taken.getPort() + " (UDP): address already in use");
				// What was bound before the failure is free again.
				serverOn(taken).close();
			}
		}
	}

	@Test
	void anAddressThatIsNotOursIsNamedInTheError() {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(new InetSocketAddress("192.0.2.1", 7946)))
			.withMessage("cannot bind 192.0.2.1:7946 (TCP): cannot assign requested address");
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind(InetSocketAddress.createUnresolved("nowhere.invalid", 7946)))
			.withMessage("cannot bind nowhere.invalid:7946: the name is not resolved");
	}

	@Test
	void closeFreesThePortsAtOnceWhateverIsOpen() throws IOException {
		TransportOptions options = TestNode.options();
		for (int i = 0; i < 20; i++) {
			TestNode node = new TestNode(this.factory, options).start();
			AtomicReference<FrameReply> reply = new AtomicReference<>();
			node.onFrame = (frame, answer) -> reply.set(answer);
			try (Socket open = node.connect(); Socket answering = node.connect()) {
				answering.getOutputStream().write(TestFrames.frame(1));
				await("the request").until(() -> reply.get() != null);
				node.close();
				new DatagramSocket(node.address()).close();
				TransportOptions again = TransportOptions.of(node.address(), TestNode.TIMEOUT);
				new TestNode(this.factory, again).close();
				InboundStreamTests.expectClosed(open);
			}
			reply.get().send(TestFrames.frame(1));
			assertThat(node.drops).isEmpty();
		}
	}

	@Test
	void pendingOperationsFailBeforeCloseHasCompleted() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		try (ServerSocket mute = serverOn(TestNode.LOOPBACK)) {
			InetSocketAddress to = (InetSocketAddress) mute.getLocalSocketAddress();
			Outcome connected = node.exchange(to, TestFrames.frame(1), TestNode.TIMEOUT);
			Outcome writing = node.sendFrame(to, TestFrames.frame(20_000_000), TestNode.TIMEOUT);
			Outcome early = new Outcome(node.transport);
			AtomicReference<CompletionStage<Void>> closing = new AtomicReference<>();
			node.onLoop(() -> {
				node.transport.exchange(to, TestFrames.frame(1), TestNode.TIMEOUT, early);
				early.calling(() -> closing.set(node.transport.close()));
			});
			result(closing.get().toCompletableFuture(), "the close");
			for (Outcome outcome : List.of(connected, writing, early)) {
				assertThat(outcome.isSettled()).isTrue();
				assertThat(outcome.failure()).hasMessage("the transport has been closed");
			}
		}
	}

	@Test
	void afterCloseNothingRunsAndNothingIsDelivered() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		TestNode other = new TestNode(this.factory).start();
		NodeRuntime runtime = node.transport.runtime();
		List<String> ran = new CopyOnWriteArrayList<>();
		node.onLoop(() -> runtime.schedule(TimeUnit.MILLISECONDS.toNanos(1), () -> ran.add("timer")));
		await("the tasks").until(() -> ran.size() == 1);
		other.onLoop(() -> {
			runtime.execute(() -> ran.add("queued task"));
			runtime.schedule(TimeUnit.MILLISECONDS.toNanos(100), () -> ran.add("late timer"));
			node.transport.close();
		});
		node.close();
		runtime.execute(() -> ran.add("task"));
		runtime.schedule(0, () -> ran.add("timer after close"));
		node.transport.sendPacket(other.address(), new byte[1], (cause) -> ran.add("packet"));
		node.transport.exchange(other.address(), new byte[1], SHORT, new Outcome(node.transport));
		node.transport.sendFrame(other.address(), new byte[1], SHORT, new Outcome(node.transport));
		other.send(node.address(), new byte[] { 1 });
		long later = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
		await("a moment to pass").until(() -> System.nanoTime() - later > 0);
		assertThat(ran).containsExactly("timer");
		assertThat(node.packets).isEmpty();
		assertThat(node.drops).isEmpty();
	}

	@Test
	void closeIsIdempotentAndMayBeCalledOnTheLoop() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		node.onLoop(() -> {
			node.transport.close();
			node.transport.close();
		});
		node.close();
		node.close();
		TestNode neverStarted = new TestNode(this.factory);
		neverStarted.close();
		this.factory.close();
		node.close();
		this.factory.close();
	}

	@Test
	void aTransportIsStartedOnce() throws IOException {
		TestNode node = new TestNode(this.factory);
		assertThatIllegalStateException()
			.isThrownBy(() -> node.transport.exchange(node.address(), new byte[1], SHORT, new Outcome(node.transport)))
			.withMessage("the transport has not been started");
		node.start();
		assertThatIllegalStateException().isThrownBy(() -> node.transport.start(node))
			.withMessage("the transport has been started already");
	}

	@Test
	void closingTheFactoryClosesItsTransportsAndEndsItsThreads() throws IOException {
		List<TestNode> nodes = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			nodes.add(new TestNode(this.factory).start());
		}
		AtomicReference<Thread> loop = new AtomicReference<>();
		AtomicReference<Thread> blocking = new AtomicReference<>();
		nodes.get(0).onLoop(() -> loop.set(Thread.currentThread()));
		nodes.get(0).transport.runtime().blocking().execute(() -> blocking.set(Thread.currentThread()));
		await("the task that blocks").until(() -> blocking.get() != null);
		assertThat(loop.get().isDaemon()).isTrue();
		assertThat(loop.get().getName()).startsWith("membership-loop-");
		assertThat(blocking.get().isDaemon()).isTrue();
		assertThat(blocking.get().getName()).startsWith("membership-blocking-");
		this.factory.close();
		for (TestNode node : nodes) {
			serverOn(node.address()).close();
			new DatagramSocket(node.address()).close();
			node.transport.runtime().execute(() -> {
			});
		}
		await("the threads to end").until(() -> !loop.get().isAlive() && !blocking.get().isAlive());
		nodes.get(0).transport.runtime().blocking().execute(() -> {
		});
	}

	@Test
	void manyMembersShareOneThread() throws IOException {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		List<TestNode> nodes = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			nodes.add(new TestNode(this.factory).start());
		}
		nodes.get(0).send(nodes.get(99).address(), new byte[] { 1 });
		await("the packets").until(() -> nodes.get(99).packets.size() == 1);
		Set<String> started = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !before.contains(thread) && thread.getName().startsWith("membership-"))
			.map(Thread::getName)
			.collect(Collectors.toSet());
		assertThat(started).hasSize(1);
	}

	@Test
	void theRuntimeIsTheEventLoopOfItsMember() throws IOException {
		TestNode node = new TestNode(this.factory).start();
		NodeRuntime runtime = node.transport.runtime();
		assertThat(runtime.inEventLoop()).isFalse();
		assertThat(runtime.wallClock().toEpochMilli()).isCloseTo(Instant.now().toEpochMilli(), within(60_000L));
		List<String> order = new CopyOnWriteArrayList<>();
		node.onLoop(() -> {
			assertThat(runtime.inEventLoop()).isTrue();
			runtime.execute(() -> order.add("task"));
			order.add("caller");
		});
		await("all that is expected").until(() -> order.size() == 2);
		assertThat(order).containsExactly("caller", "task");
		TestNode other = new TestNode(this.factory).start();
		node.onLoop(() -> assertThat(runtime.random().nextLong())
			.isNotEqualTo(other.transport.runtime().random().nextLong()));
	}

	@Test
	void theSharedFactorysThreadLivesAsLongAsItsMembers() throws IOException {
		List<NettyTransportFactory> created = new ArrayList<>();
		SharedTransportFactory shared = new SharedTransportFactory(() -> {
			NettyTransportFactory factory = new NettyTransportFactory(1, this.sockets);
			created.add(factory);
			return factory;
		});
		TestNode a = new TestNode(shared).start();
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> shared.bind(TransportOptions.of(a.address(), TestNode.TIMEOUT)));
		TestNode b = new TestNode(shared).start();
		AtomicReference<Thread> loop = new AtomicReference<>();
		a.onLoop(() -> loop.set(Thread.currentThread()));
		b.onLoop(() -> assertThat(Thread.currentThread()).isSameAs(loop.get()));
		a.close();
		b.onLoop(() -> {
		});
		b.close();
		await("the threads to end").until(() -> !loop.get().isAlive());
		TestNode c = new TestNode(shared).start();
		c.onLoop(() -> {
		});
		c.close();
		assertThat(created).hasSize(2);
		eventually(() -> assertThat(created).allMatch(NettyTransportFactory::isTerminated));
	}

	private Transport bind(InetSocketAddress address) throws IOException {
		return this.factory.bind(TransportOptions.of(address, TestNode.TIMEOUT));
	}

	private static ServerSocket serverOn(InetSocketAddress address) throws IOException {
		return new ServerSocket(address.getPort(), 50, address.getAddress());
	}

}
