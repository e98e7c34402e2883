package io.membership.simulation;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.membership.runtime.Transport;
import io.membership.runtime.TransportOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LifecycleTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final Simulation simulation = new Simulation(42);

	private final TestNode node = TestNode.started(this.simulation);

	private final TestNode peer = TestNode.started(this.simulation);

	@Test
	void addressesAreGivenOutInOrder() {
		Simulation other = new Simulation(1);
		assertThat(other.nextAddress()).hasToString("/10.0.0.1:7946");
		for (int index = 2; index < 256; index++) {
			other.nextAddress();
		}
		assertThat(other.nextAddress()).hasToString("/10.0.1.0:7946");
		assertThat(other.nextIpv6Address().getAddress().getHostAddress()).isEqualTo("fd00:0:0:0:0:0:0:1");
	}

	@Test
	void nodesTalkOverIpv6() throws Exception {
		TestNode v6 = new TestNode(this.simulation, TransportOptions.of(this.simulation.nextIpv6Address(), SECOND));
		v6.transport.start(v6);
		this.node.send(v6, "x");
		this.simulation.runFor(SECOND);
		assertThat(v6.log).containsExactly("packet x");
	}

	@Test
	void portZeroPicksAFreePort() throws Exception {
		InetAddress address = this.simulation.nextAddress().getAddress();
		Transport one = bind(new InetSocketAddress(address, 0));
		Transport other = bind(new InetSocketAddress(address, 0));
		assertThat(one.boundAddress().getPort()).isPositive();
		assertThat(other.boundAddress().getPort()).isPositive().isNotEqualTo(one.boundAddress().getPort());
		assertThat(other.boundAddress().getAddress()).isEqualTo(address);
	}

	@Test
	void aBoundAddressCannotBeBoundAgain() {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(this.node.address()))
			.withMessageContaining("10.0.0.1:7946");
	}

	@Test
	void onlyAnAddressOfItsOwnCanBeBound() {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(new InetSocketAddress(7946)));
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind(InetSocketAddress.createUnresolved("name", 7946)));
	}

	@Test
	void aTransportStartsOnce() {
		assertThatIllegalStateException().isThrownBy(() -> this.node.transport.start(this.node));
	}

	@Test
	void closingFreesTheAddress() throws Exception {
		CompletableFuture<Void> closed = close(this.node);
		assertThat(closed).isNotDone();
		this.simulation.runFor(Duration.ZERO);
		assertThat(closed).isCompleted();
		assertThat(bind(this.node.address()).boundAddress()).isEqualTo(this.node.address());
	}

	@Test
	void closingIsIdempotent() {
		CompletableFuture<Void> first = close(this.node);
		CompletableFuture<Void> second = close(this.node);
		this.simulation.runFor(Duration.ZERO);
		assertThat(first).isCompleted();
		assertThat(second).isCompleted();
		assertThat(close(this.node)).isCompleted();
	}

	@Test
	void nothingRunsAfterClosing() {
		this.node.runtime.schedule(TimeUnit.MILLISECONDS.toNanos(10), () -> this.node.note("timer"));
		this.peer.send(this.node, "x");
		close(this.node);
		this.simulation.runFor(SECOND);
		this.node.runtime.execute(() -> this.node.note("task"));
		this.node.runtime.schedule(0, () -> this.node.note("timer"));
		this.simulation.runFor(SECOND);
		assertThat(this.node.log).isEmpty();
	}

	@Test
	void whatWasSentBeforeClosingStillGoesOut() {
		this.node.runtime.execute(() -> {
			this.node.sendNow(this.peer, "bye");
			this.node.transport.close();
		});
		this.simulation.runFor(SECOND);
		assertThat(this.peer.log).containsExactly("packet bye");
	}

	@Test
	void openExchangesFailBeforeClosingCompletes() {
		this.peer.faults().pause();
		this.node.exchange(this.peer.address(), "q", SECOND);
		this.node.exchange(this.peer.address(), "q", SECOND);
		this.simulation.runFor(Duration.ofMillis(100));
		CompletableFuture<Integer> failed = close(this.node).thenApply((done) -> this.node.log.size());
		this.simulation.runFor(Duration.ofMinutes(1));
		assertThat(failed).isCompletedWithValue(2);
		assertThat(this.node.log).containsExactly("failed ClosedChannelException", "failed ClosedChannelException");
	}

	@Test
	void aPeerThatWaitsForAReplySeesTheEndOfTheStream() {
		TestNode mute = new TestNode(this.simulation) {

			@Override
			public void frame(InetSocketAddress from, byte[] frame, FrameReply reply) {
				note("frame");
			}

		};
		mute.transport.start(mute);
		this.peer.exchange(mute.address(), "q", Duration.ofMinutes(1));
		this.simulation.runFor(SECOND);
		close(mute);
		this.simulation.runFor(SECOND);
		assertThat(this.peer.log).containsExactly("failed EOFException");
	}

	@Test
	void aPausedNodeClosesWhenItWakesUp() {
		this.node.faults().pause(SECOND);
		CompletableFuture<Void> closed = close(this.node);
		this.simulation.runFor(Duration.ofMillis(900));
		assertThat(closed).isNotDone();
		this.simulation.runFor(Duration.ofMillis(100));
		assertThat(closed).isCompleted();
	}

	@Test
	void aCrashCompletesAPendingClose() {
		this.node.faults().pause();
		CompletableFuture<Void> closed = close(this.node);
		this.node.faults().crash();
		this.simulation.runFor(Duration.ZERO);
		assertThat(closed).isCompleted();
	}

	private Transport bind(InetSocketAddress address) throws Exception {
		return this.simulation.transportFactory().bind(TransportOptions.of(address, SECOND));
	}

	private static CompletableFuture<Void> close(TestNode node) {
		CompletableFuture<Void> result = new CompletableFuture<>();
		node.transport.close().thenAccept(result::complete);
		return result;
	}

}
